"""Hostile requests and uploads, at random: whatever comes, the answer is no server error.

Every request is drawn from the number of its test, so that a failure names what repeats it.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver
from PIL import Image

from review.license_fields import NAMES
from review.workflow import Role, State
from tests import builders
from tests.krdl_site.test_urls import routes
from tests.recognizer.mutations import MUTATIONS

PATHS = sorted({path for _name, path in routes(get_resolver())} - {"/accounts/logout/"})
METHODS = ("get", "get", "post", "post", "post", "put", "delete", "patch", "options", "head")
HEADERS = {
    "HTTP_HX_REQUEST": ("true", "", "\x00"),
    "HTTP_HX_TARGET": ("queue-rows", "<script>", "🙂"),
    "HTTP_ACCEPT_LANGUAGE": ("ko", "en", "xx-" * 500, "*;q=" + "9" * 400),
    "HTTP_HOST": ("127.0.0.1", "evil.example.test", "[::1", "127.0.0.1:99999", "a b"),
    "HTTP_REFERER": ("//evil.example.test/", "javascript:alert(1)", "/" * 4000),
    "HTTP_RANGE": ("bytes=0-", "bytes=-1,-2,-3", "bytes=9-1"),
    "HTTP_IF_MODIFIED_SINCE": ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "HTTP_X_FORWARDED_FOR": ("127.0.0.1", "::1, x", "'; DROP TABLE review_job; --"),
    "HTTP_COOKIE": ("sessionid=x", "django_language=../../etc", "a=" + "b" * 5000, ";=;="),
}
WORDS = (
    "", " ", "0", "-1", "1", "99999999999999999999999", "1e309", "NaN", "true", "null", "\x00",
    "\ud55c\uae00", "\u202e", "🙂", "\ud800", "{{ 7*7 }}", "<script>alert(1)</script>", "%00",
    "../../etc/passwd", "' OR 1=1 --", "=cmd|' /C calc'!A1", "\r\nSet-Cookie: a=b", "//evil.test",
    "900101-1234568", "20260230", "01/13/2020", "1종보통", "A" * 70_000, "[]", "{}", "ⅷ", "²",
    "accept", "reject", "doubt", "name", "true,false", "2026-11-22T25:61", "[[[[[[[[",
)  # fmt: skip
FIELDS = (
    "value", "version", "reason", "text", "proposal", "purpose", "comment", "language", "next",
    "images", "image", "source", "format", "q", "state", "sort", "after", "before", "turn", "user",
    "severity", "field", "finding", "records", "verb", "username", "password", "login", "page",
    "csrfmiddlewaretoken", "action", "_selected_action", "index", "select_across", "until", "code",
)  # fmt: skip


@pytest.fixture
def people(db, client_of) -> list[Client]:
    """Give a client of every role, and one of nobody, on a site with a record in every state."""
    for state in State:
        builders.in_state(state)
    return [Client(raise_request_exception=False), *map(client_of, Role)]


@pytest.fixture
def client_of():
    """Give a function that signs a new person of a role in."""

    def sign_in(role: Role) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(builders.person(role))
        return client

    return sign_in


def path(chance: random.Random) -> str:
    """Return a path of the site, with other ids and names, or one that is none."""
    chosen = chance.choice(PATHS)
    chosen = chosen.replace("/1/", f"/{chance.choice((1, 2, 5, 9, 0, 10**20, 10**40))}/")
    chosen = chosen.replace("/x/", f"/{chance.choice((*NAMES, 'x', '%00', 'a' * 300))}/")
    if chance.random() < 0.1:
        chosen += chance.choice(("%", "..;/", "?" + "a=b&" * 3000, "%ff", "//x", "\u2028"))
    return chosen


def fields(chance: random.Random) -> Iterator[tuple[str, object]]:
    """Yield names and values of a form."""
    for _ in range(chance.randrange(6)):
        name = chance.choice(FIELDS) if chance.random() < 0.95 else word(chance) or "x"
        yield name, upload(chance) if chance.random() < 0.15 else word(chance)


def word(chance: random.Random) -> str:
    """Return a hostile word as characters that can be sent, one for each of its bytes."""
    return chance.choice(WORDS).encode("utf-8", "surrogatepass").decode("latin-1")


def upload(chance: random.Random) -> SimpleUploadedFile:
    """Return a hostile file under a hostile name."""
    data = chance.choice((picture(chance), picture(chance), b"%PDF-1.7", b"GIF89a", b""))
    if data and chance.random() < 0.8:
        data = spoiled(data, chance)
    name = chance.choice(("a.png", "../../x.jpg", "a\x00.png", "한글" * 90, ".a", "a.php", "CON"))
    kind = chance.choice(("image/png", "image/jpeg", "text/html", "x" * 300, ""))
    return SimpleUploadedFile(name, data, content_type=kind)


def picture(chance: random.Random) -> bytes:
    """Return a picture that is large enough to be spoiled in every way."""
    file = io.BytesIO()
    color = tuple(chance.randbytes(3))
    Image.new("RGB", (90, 60), color).save(file, chance.choice(("PNG", "JPEG")))
    return file.getvalue()


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Return the file changed; as it is where it is no picture that could be."""
    try:
        return chance.choice(list(MUTATIONS))(data, chance)
    except (OSError, SyntaxError, ValueError):
        return data[: chance.randrange(len(data))]


def body(chance: random.Random) -> dict[str, object]:
    """Return what is no form, whatever it claims to be."""
    kind = chance.choice(
        ("application/json", "multipart/form-data", "multipart/form-data; boundary=" + "b" * 300,
         "application/x-www-form-urlencoded; charset=utf-7", "text/xml", "")
    )  # fmt: skip
    return {"data": chance.randbytes(chance.randrange(300)), "content_type": kind}


def headers(chance: random.Random) -> dict[str, str]:
    names = chance.sample(sorted(HEADERS), chance.randrange(4))
    return {name: chance.choice(HEADERS[name]) for name in names}


def send(client: Client, chance: random.Random) -> tuple[str, int]:
    """Send one request; return what it was and the status of the answer."""
    method, target = chance.choice(METHODS), path(chance)
    if method in {"get", "head"}:
        answer = getattr(client, method)(target, **headers(chance))
    elif method == "post" and chance.random() < 0.8:
        answer = client.post(target, dict(fields(chance)), **headers(chance))
    else:
        answer = client.generic(method.upper(), target, **body(chance), **headers(chance))
    if answer.streaming:
        list(answer.streaming_content)
    return f"{method} {target[:80]}", answer.status_code


def test_no_request_is_answered_with_a_server_error(people, campaign):
    failed = []
    for number in range(campaign(1_000, 10_000)):
        chance = random.Random(number)
        try:
            what, status = send(chance.choice(people), chance)
        except SuspiciousOperation:  # tests/krdl_site/test_wsgi.py: answered by the outermost edge
            continue
        if status >= 500:
            failed.append((number, what, status))
    assert failed == []
