"""Every page of a demo says that it is one, and that its accounts need no second factor."""

import contextlib
import os
import subprocess
import sys
import time

import pytest
import requests
from django.db import OperationalError

from review.contexts import queue
from review.services import audit, staff
from review.workflow import Role
from tests import builders
from tests.browser.conftest import ROOT
from tests.faulty_site import LOST, kill, new_site

pytestmark = pytest.mark.django_db
PATIENCE_S = 60
BEGUN_AS_DEMO = """
from review.services import audit, staff
audit.write(staff.CREATE_DEMO, by=None)
"""
POPUP = "/admin/review/rejectreason/add/?_popup=1"


@pytest.fixture
def demo(client, settings):
    """Give a client of an administrator and approver of a demo."""
    audit.write(staff.CREATE_DEMO, by=None)
    settings.KRDL_BIND = "127.0.0.1"
    client.force_login(builders.person(Role.ADMINISTRATOR, Role.APPROVER))
    client.cookies["django_language"] = "en"
    return client


@pytest.mark.parametrize(
    "path", ["/queue/", "/approvals/", "/profile/", "/accounts/sessions/", "/admin/", POPUP, "/x/"]
)
def test_it_is_on_every_page(demo, path):
    page = demo.get(path).content.decode()
    assert "All people are invented, all images are specimens." in page
    assert "sign in without a second factor" in page


def test_it_is_on_the_sign_in(demo):
    demo.logout()
    demo.cookies["django_language"] = "en"
    assert "all images are specimens" in demo.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("fault", [OperationalError("is away"), RuntimeError("broken")])
@pytest.mark.parametrize(
    ("language", "invented", "factor"),
    [
        ("en", "All people are invented", "sign in without a second factor"),
        ("ko", "모두 지어낸 사람", "2단계 인증 없이 로그인"),
    ],
)
def test_it_is_on_the_pages_for_a_fault_without_asking_the_database(
    demo, settings, monkeypatch, fault, language, invented, factor
):
    settings.KRDL_DEMO = True
    demo.cookies["django_language"] = language
    page = broken(demo, monkeypatch, fault)
    assert invented in page
    assert factor in page


def test_processes_started_while_the_database_is_away_say_it_too(tmp_path):
    site = new_site(tmp_path)
    site.run(BEGUN_AS_DEMO)
    with site.running() as group:
        for file in tmp_path.glob("krdl.sqlite3*"):
            file.rename(tmp_path / f"away-{file.name}")
        kill(group, "gunicorn")
        page = wait_for_outage(f"{site.url}/accounts/login/")
    assert "모두 지어낸 사람" in page
    assert "2단계 인증 없이" in page


def test_an_office_never_takes_a_demos_word_for_it(tmp_path):
    told = {"KRDL_DEMO": "1", "KRDL_PRODUCTION": "1", "KRDL_DATA_DIR": str(tmp_path)}
    code = "from django.conf import settings; print(settings.KRDL_DEMO)"
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | told, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("fault", [OperationalError("is away"), RuntimeError("broken")])
def test_a_fault_at_work_has_none(client, monkeypatch, fault):
    client.force_login(builders.person(Role.REVIEWER))
    client.cookies["django_language"] = "en"
    assert "invented" not in broken(client, monkeypatch, fault)


def test_an_office_at_work_has_none(client):
    client.force_login(builders.person(Role.APPROVER))
    assert "specimens" not in client.get("/approvals/").content.decode()


def broken(client, monkeypatch, fault):
    """Return the page that a ``fault`` of the queue and of whoever asks after it leads to."""

    def fail(*_args):
        raise fault

    monkeypatch.setattr(queue.Queue, "page", fail)
    monkeypatch.setattr(staff, "is_demo", fail)
    client.raise_request_exception = False
    answer = client.get("/queue/")
    assert answer.status_code in (500, 503)
    return answer.content.decode()


def wait_for_outage(address):
    """Return the page that tells an outage, once there is one."""
    ends = time.monotonic() + PATIENCE_S
    while time.monotonic() < ends:
        with contextlib.suppress(*LOST):
            answer = requests.get(address, timeout=PATIENCE_S)
            if answer.status_code == 503:
                return answer.text
        time.sleep(0.1)
    raise AssertionError("no outage was told")
