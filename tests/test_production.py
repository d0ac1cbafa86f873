"""Production as it is served: what a browser behind an https proxy gets over the wire."""

from __future__ import annotations

import contextlib
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from tests.browser.conftest import PASSWORD, ROOT, Site
from tests.servers import free_port

HOST = "desk.example.test"
PATIENCE_S = 120
PERSON = f"""
from django.contrib.auth.models import User
User.objects.create_user("lee", password={PASSWORD!r})
"""
Answer = tuple[int, http.client.HTTPMessage, str]


@pytest.fixture(scope="module")
def port(tmp_path_factory) -> Iterator[int]:
    """Run the site for production on an empty folder; give its port."""
    folder = tmp_path_factory.mktemp("production")
    production = {"KRDL_PRODUCTION": "1", "KRDL_BEHIND_PROXY": "1", "KRDL_HOSTS": HOST}
    site = Site("", str(folder), tuple(production.items()))
    site.manage("migrate", "-v0")
    site.run(PERSON)
    deployed = site.manage("check", "--deploy", "--database", "default", "--fail-level", "WARNING")
    assert "no issues" in deployed
    port = free_port()
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    with (folder / "log").open("ab") as log:
        group = subprocess.Popen(
            command, cwd=ROOT, env=site.environment, stdout=log, stderr=log, text=True
        )
    try:
        wait_until_it_answers(port)
        yield port
    finally:
        group.terminate()
        group.wait(timeout=30)


def wait_until_it_answers(port: int) -> None:
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        with contextlib.suppress(OSError):
            ask(port, "GET", "/healthz")
            return
        time.sleep(0.2)
    raise AssertionError("the site did not start")


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> Answer:
    """Ask as the proxy does that ends https; return status, headers and text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    sent = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    more = {name.replace("_", "-"): text for name, text in headers.items()}
    connection.request(method, path, body or None, sent | more)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def cookies(headers: http.client.HTTPMessage) -> SimpleCookie:
    """Return the cookies that an answer sets."""
    return SimpleCookie("\r\n".join(headers.get_all("Set-Cookie", [])))


def test_https_is_kept_and_every_answer_says_so(port):
    status, headers, _text = ask(port, "GET", "/accounts/login/")
    assert status == 200
    kept = "max-age=31536000; includeSubDomains; preload"
    assert headers["Strict-Transport-Security"] == kept
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert not any(letter.isdigit() for letter in headers["Server"])
    _status, missing, _text = ask(port, "GET", "/no/such/page/")
    assert missing["Strict-Transport-Security"] == kept


def test_plain_http_leads_to_https_and_sets_nothing(port):
    status, headers, _text = ask(port, "GET", "/accounts/login/", X_Forwarded_Proto="http")
    assert (status, headers["Location"]) == (301, f"https://{HOST}/accounts/login/")
    assert headers["Set-Cookie"] is None


def test_another_host_name_is_refused(port):
    assert ask(port, "GET", "/accounts/login/", Host="evil.example.test")[0] == 400


def test_the_cookies_of_a_session_are_for_https_alone_and_no_script_reads_them(port):
    _status, headers, page = ask(port, "GET", "/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    jar = cookies(headers)
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1], "login": "lee", "password": PASSWORD}
    status, headers, _text = ask(
        port, "POST", "/accounts/login/", urlencode(sent),
        Content_Type="application/x-www-form-urlencoded",
        Cookie="; ".join(f"{name}={jar[name].value}" for name in jar),
        Referer=f"https://{HOST}/accounts/login/", Origin=f"https://{HOST}",
    )  # fmt: skip
    assert status == 302
    jar |= cookies(headers)
    assert {"__Host-sessionid", "__Host-csrftoken"} <= set(jar)
    for name in jar:
        assert jar[name]["secure"] is True, name
        assert jar[name]["httponly"] is True, name
        assert jar[name]["samesite"] == "Lax", name
        assert jar[name]["path"] == "/", name
        assert jar[name]["domain"] == "", name
