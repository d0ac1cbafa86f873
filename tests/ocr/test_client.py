"""The client against a server that breaks every promise: one typed outcome, on time, silent."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import requests
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from review.ocr.client import Limits, OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.envelope import failure, request_body, success
from review.ocr.errors import TABLE, OcrError, Outcome
from review.ocr.signing import Key, WireRequest, verify
from tests.ocr.hostile import Behavior, Call, Server, serving
from tests.ocr.vectors import BY_NAME, POSITIVE

REQUEST_ID = "4fd48a46-b911-4725-a0c4-f4be81866e12"
FIELDS = {"Name": "홍길동", "Number": "900101-1234567"}
GOOD = json.dumps(success(FIELDS, REQUEST_ID), ensure_ascii=False).encode()
PERSONAL = ("홍길동", "900101", base64.b64encode(b"a face, secretly").decode()[:12])
IMAGE = b"a face, secretly"
QUICK = Limits(connect_s=0.5, deadline_s=0.5, answer_bytes=200_000)
PATIENT = Limits(deadline_s=20, answer_bytes=200_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def client_of(server: Server, limits: Limits = PATIENT, **options: Any) -> OcrClient:
    return OcrClient(Endpoint(server.url, "id", "hush"), limits=limits, **options)


def error_of(behavior: Behavior, limits: Limits = PATIENT) -> OcrError:
    """Return what a call ends in; it has to end about when its deadline does."""
    with serving(behavior) as server:
        started = time.monotonic()
        with pytest.raises(OcrError) as caught:
            client_of(server, limits).recognize(IMAGE)
        # Generous: a loaded machine is no fault of the client, a call that hangs is.
        assert time.monotonic() - started < limits.deadline_s + 10
    return caught.value


def answering(body: bytes, status: str = "200 OK", *headers: str) -> Behavior:
    return lambda call: call.answer(body, status, *headers)


# --- what is sent


def test_a_result_is_kept_as_received() -> None:
    with serving(answering(GOOD)) as server:
        answer = client_of(server).recognize(IMAGE)
    assert answer.raw == GOOD
    assert answer.response == json.loads(GOOD)["Response"]
    assert answer.request_id == REQUEST_ID
    assert answer.detail is None
    assert answer.duration_s >= 0


def test_detail_is_asked_for_and_kept() -> None:
    detail = {"Confidence": {"Name": 0.5}, "Boxes": {}}
    body = json.dumps({**success(FIELDS, REQUEST_ID), "Detail": detail}).encode()
    with serving(answering(body)) as server:
        assert client_of(server).recognize(IMAGE).detail == detail
        assert b"x-krdl-detail: 1" in server.requests[0].lower()
        client_of(server).recognize(IMAGE, detail=False)
        assert b"x-krdl-detail" not in server.requests[1].lower()


def parse(request: bytes) -> WireRequest:
    head, _, body = request.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    method, target, _ = lines[0].split(" ")
    assert target == "/"
    return WireRequest(method, "", headers, body)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=40, deadline=None)
@given(
    image=st.none() | st.binary(max_size=60),
    url=st.none() | TEXT,
    head=st.none() | st.booleans(),
    token=st.text("abcXYZ012+/=", max_size=20),
    region=st.sampled_from(["", "ap-seoul"]),
    secret=TEXT,
)
def test_what_is_signed_is_what_is_sent(
    image: bytes | None, url: str | None, head: bool | None, token: str, region: str, secret: str
) -> None:
    with serving(answering(GOOD)) as server:
        endpoint = Endpoint(server.url, "id", secret, token=token, region=region)
        client = OcrClient(endpoint)
        client.recognize(image, image_url=url, return_head_image=head)
        client.close()
        sent = parse(server.requests[0])
    assert sent.headers["Host"] == f"127.0.0.1:{server.port}"
    assert sent.headers.get("X-TC-Token", "") == token
    assert sent.headers.get("X-TC-Region", "") == region
    key = Key("id", secret, token)
    assert verify(sent, lambda _: key, time.time()) is key
    given = {"ImageBase64": image, "ImageUrl": url, "ReturnHeadImage": head}
    decoded = json.loads(sent.body)
    assert decoded.keys() == {name for name, value in given.items() if value is not None}
    assert decoded.get("ImageUrl") == url
    assert base64.b64decode(decoded.get("ImageBase64", "")) == (image or b"")


class Capture(requests.adapters.BaseAdapter):
    """Keeps the prepared request instead of sending it."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        raise requests.ConnectionError

    def close(self) -> None:
        pass


OURS = [
    vector
    for vector in POSITIVE
    if vector["origin"].startswith("official Python")
    and vector["input"]["method"] == "POST"
    and not vector["input"]["unsigned_payload"]
]


@pytest.mark.parametrize("vector", OURS, ids=[vector["name"] for vector in OURS])
def test_a_worked_signature_is_reproduced_to_the_byte(vector: dict[str, Any]) -> None:
    given, wire = vector["input"], vector["request"]
    scheme = "http" if given["host"].startswith("127") else "https"
    endpoint = Endpoint(
        f"{scheme}://{given['host']}",
        given["secret_id"],
        given["secret_key"],
        token=given["token"] or "",
        region=given["region"],
        language=given["language"],
    )
    capture, session = Capture(), requests.Session()
    session.mount(f"{scheme}://", capture)
    parameters = given["params"]
    encoded = parameters.get("ImageBase64")
    with time_machine.travel(given["timestamp"], tick=False), pytest.raises(OcrError):
        OcrClient(endpoint, session=session).recognize(
            base64.b64decode(encoded) if encoded else None,
            image_url=parameters.get("ImageUrl"),
            return_head_image=parameters.get("ReturnHeadImage"),
        )
    sent = capture.request
    assert sent.body == wire["body_utf8"].encode()
    for name in set(wire["headers"]) - {"X-TC-RequestClient"}:
        assert sent.headers[name] == wire["headers"][name]
    assert len(OURS) == 6


def test_a_netrc_entry_and_a_proxy_do_not_come_between(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with serving(answering(GOOD)) as server:
        client_of(server).recognize(IMAGE)
        assert b"Authorization: TC3-HMAC-SHA256 Credential=id/" in server.requests[0]


def test_a_picture_beyond_the_limit_is_not_sent() -> None:
    with serving(answering(GOOD)) as server:
        with pytest.raises(OcrError) as caught:
            client_of(server).recognize(b"x" * 5_250_001)
        assert caught.value.outcome is Outcome.SEND_SMALLER
        assert not server.requests


# --- what comes back


@pytest.mark.parametrize(
    "code", [code for code in TABLE if code.split(".")[0] not in {"Transport", "Local"}]
)
def test_each_code_arrives_as_itself(code: str) -> None:
    body = json.dumps(failure(code, "for 홍길동 900101-1234567", REQUEST_ID)).encode()
    error = error_of(answering(body))
    assert (error.code, error.request_id) == (code, REQUEST_ID)
    assert error.outcome is TABLE[code].outcome


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        ("201 Created", "Transport.Status", Outcome.RETRY_LATER),
        ("301 Moved", "Transport.Redirect", Outcome.ENGINE_UNAVAILABLE),
        ("307 Temporary", "Transport.Redirect", Outcome.ENGINE_UNAVAILABLE),
        ("401 Unauthorized", "Transport.Refused", Outcome.ENGINE_UNAVAILABLE),
        ("404 Not Found", "Transport.Refused", Outcome.ENGINE_UNAVAILABLE),
        ("408 Timeout", "Transport.Timeout", Outcome.RETRY_LATER),
        ("413 Too Large", "Transport.TooLarge", Outcome.SEND_SMALLER),
        ("429 Too Many", "Transport.TooManyRequests", Outcome.THROTTLED),
        ("500 Oops", "Transport.ServerError", Outcome.RETRY_LATER),
        ("502 Bad Gateway", "Transport.ServerError", Outcome.RETRY_LATER),
        ("503 Unavailable", "Transport.ServerError", Outcome.RETRY_LATER),
        ("600 What", "Transport.Status", Outcome.RETRY_LATER),
    ],
)
def test_a_status_other_than_200(status: str, code: str, outcome: Outcome) -> None:
    error = error_of(answering(GOOD, status, "Location: http://127.0.0.1:9/"))
    assert (error.code, error.outcome) == (code, outcome)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("0.5", 0.5), ("soon", None), ("-3", None), ("inf", None), ("", None)],
)
def test_retry_after_is_told(value: str, seconds: float | None) -> None:
    error = error_of(answering(b"", "429 Too Many", f"Retry-After: {value}"))
    assert error.outcome is Outcome.THROTTLED
    assert error.retry_after == seconds


def test_retry_after_may_be_a_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    error = error_of(answering(b"", "503 Later", f"Retry-After: {date}"))
    assert error.retry_after == pytest.approx(3600, abs=60)
    past = error_of(answering(b"", "503 Later", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"))
    assert past.retry_after is None


def test_a_redirect_is_not_followed() -> None:
    with serving(answering(GOOD)) as elsewhere:
        error_of(answering(b"", "302 Found", f"Location: {elsewhere.url}/"))
        assert not elsewhere.requests


BROKEN: dict[str, tuple[Behavior, str]] = {
    "reset before reading": (Call.reset, "Transport.Connection"),
    "reset after reading": (lambda call: (call.read(), call.reset()), "Transport.Connection"),
    "closed without a word": (lambda call: call.read(), "Transport.Connection"),
    "reset in the status line": (
        lambda call: (call.read(), call.send(b"HTTP/1.1 20"), call.reset()),
        "Transport.Connection",
    ),
    "reset in the headers": (
        lambda call: (call.read(), call.send(HEAD), call.reset()),
        "Transport.Connection",
    ),
    "reset in the body": (
        lambda call: (
            call.read(),
            call.send(HEAD + b"Content-Length: 1000\r\n\r\n" + GOOD[:40]),
            call.reset(),
        ),
        "Transport.Connection",
    ),
    "body shorter than told": (
        lambda call: (call.read(), call.send(HEAD + b"Content-Length: 1000\r\n\r\n" + GOOD)),
        "Transport.Connection",
    ),
    "body ends early": (
        lambda call: (call.read(), call.send(HEAD + b"Connection: close\r\n\r\n" + GOOD[:99])),
        "Transport.NotEnvelope",
    ),
    "broken chunks": (
        lambda call: (call.read(), call.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n")),
        "Transport.Connection",
    ),
    "no HTTP at all": (
        lambda call: (call.read(), call.send(b"220 smtp\r\n")),
        "Transport.Connection",
    ),
    "endless header": (
        lambda call: (call.read(), call.send(HEAD + b"X: " + b"x" * 200_000)),
        "Transport.Connection",
    ),
    "HTML": (answering(b"<html>proxy says no</html>"), "Transport.NotEnvelope"),
    "truncated JSON": (answering(GOOD[:-5]), "Transport.NotEnvelope"),
    "another encoding": (answering(GOOD.decode().encode("utf-16")), "Transport.NotEnvelope"),
    "wrong types": (
        answering(json.dumps(success({"Name": 5}, REQUEST_ID)).encode()),  # type: ignore[dict-item]
        "Transport.NotEnvelope",
    ),
    "no RequestId": (
        answering(GOOD.replace(b"RequestId", b"RequestNo")),
        "Transport.NotEnvelope",
    ),
    "damaged gzip": (
        answering(gzip.compress(GOOD)[:-12] + b"x" * 12, "200 OK", "Content-Encoding: gzip"),
        "Transport.NotEnvelope",
    ),
    "silence": (lambda call: (call.read(), call.hold()), "Transport.Timeout"),
    "does not read": (Call.hold, "Transport.Timeout"),
    "drips its status line": (
        lambda call: (call.read(), call.drip(HEAD * 50)),
        "Transport.Timeout",
    ),
    "drips its headers": (
        lambda call: (call.read(), call.send(HEAD), call.drip(b"X-Y: z\r\n" * 500)),
        "Transport.Timeout",
    ),
    "drips its body": (
        lambda call: (call.read(), call.send(HEAD + b"\r\n"), call.drip(b" " * 5000)),
        "Transport.Timeout",
    ),
    "answers after the deadline": (
        lambda call: (call.read(), call.server.stopped.wait(1), call.send(HEAD + b"\r\n" + GOOD)),
        "Transport.Timeout",
    ),
    "100 MB": (
        lambda call: (
            call.read(),
            call.send(HEAD + b"Content-Length: 100000000\r\n\r\n" + b" " * 100_000_000),
        ),
        "Transport.AnswerTooLarge",
    ),
    "a small bomb": (
        answering(gzip.compress(b" " * 50_000_000), "200 OK", "Content-Encoding: gzip"),
        "Transport.AnswerTooLarge",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_ends_in_one_outcome(name: str, caplog: pytest.LogCaptureFixture) -> None:
    behavior, code = BROKEN[name]
    with caplog.at_level(logging.DEBUG):
        error = error_of(behavior, QUICK if code == "Transport.Timeout" else PATIENT)
    assert error.code == code
    assert error.outcome is Outcome.RETRY_LATER
    told = "".join(traceback.format_exception(error)) + caplog.text
    told += repr((error.__cause__, error.__context__))
    assert not [word for word in PERSONAL if word in told]


def test_a_picture_the_server_never_takes_in_ends_on_time() -> None:
    with serving(Call.hold) as server, pytest.raises(OcrError) as caught:
        client_of(server, QUICK).recognize(b"x" * 5_000_000)
    assert caught.value.code == "Transport.Timeout"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OcrError) as caught:
        OcrClient(Endpoint(f"http://127.0.0.1:{port}", "a", "b")).recognize(IMAGE)
    assert caught.value.code == "Transport.Connection"


def test_a_name_that_does_not_resolve() -> None:
    with pytest.raises(OcrError) as caught:
        OcrClient(Endpoint("https://nowhere.invalid", "a", "b")).recognize(IMAGE)
    assert caught.value.code == "Transport.NameResolution"
    assert caught.value.outcome is Outcome.ENGINE_UNAVAILABLE


def test_no_tls_where_tls_is_expected() -> None:
    with serving(lambda call: call.send(b"HTTP/1.1 400 Bad\r\n\r\n")) as server:
        endpoint = Endpoint(f"https://127.0.0.1:{server.port}", "a", "b")
        with pytest.raises(OcrError) as caught:
            OcrClient(endpoint, limits=QUICK).recognize(IMAGE)
    assert caught.value.code == "Transport.Tls"


def test_a_handshake_that_never_ends() -> None:
    with serving(Call.hold) as server:
        endpoint = Endpoint(f"https://127.0.0.1:{server.port}", "a", "b")
        with pytest.raises(OcrError) as caught:
            OcrClient(endpoint, limits=QUICK).recognize(IMAGE)
    assert caught.value.code == "Transport.Timeout"


def test_a_call_after_a_broken_one_works() -> None:
    with serving(BROKEN["drips its body"][0], answering(GOOD)) as server:
        client = client_of(server, QUICK)
        with pytest.raises(OcrError):
            client.recognize(IMAGE)
        assert client.recognize(IMAGE).raw == GOOD


# --- trying again


def test_retries_are_signed_anew_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("review.ocr.client.backoff", lambda attempt, **_: 1.1)
    with serving(Call.reset, answering(b"", "500 Oops"), answering(GOOD)) as server:
        answer = client_of(server, Limits(deadline_s=5, retries=3)).recognize(IMAGE)
        sent = [parse(request) for request in server.requests]
    assert answer.raw == GOOD
    assert (
        sent[0].body == sent[1].body == request_body(image_base64=base64.b64encode(IMAGE).decode())
    )
    for name in ("X-TC-TraceId", "X-TC-Timestamp", "Authorization"):
        assert sent[0].headers[name] != sent[1].headers[name]


@pytest.mark.parametrize(
    ("code", "calls"),
    [
        ("FailedOperation.ImageDecodeFailed", 1),
        ("FailedOperation.OcrFailed", 2),
        ("InternalError", 4),
        ("AuthFailure.SignatureFailure", 1),
    ],
)
def test_only_what_may_help_is_tried_again(
    code: str, calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("review.ocr.client.backoff", lambda attempt, **_: 0)
    with serving(answering(json.dumps(failure(code, "", REQUEST_ID)).encode())) as server:
        with pytest.raises(OcrError):
            client_of(server, Limits(retries=3)).recognize(IMAGE)
        assert len(server.requests) == calls


def test_an_answer_too_large_is_asked_for_without_the_portrait() -> None:
    too_large = json.dumps(failure("ResponseSizeLimitExceeded", "", REQUEST_ID)).encode()
    with serving(answering(too_large), answering(GOOD)) as server:
        client_of(server).recognize(IMAGE, return_head_image=True)
        assert b'"ReturnHeadImage": true' in server.requests[0]
        assert b"ReturnHeadImage" not in server.requests[1]


class SpyPacer:
    """Counts."""

    def __init__(self) -> None:
        self.slots = 0
        self.pushed: list[float] = []

    @contextmanager
    def slot(self) -> Iterator[None]:
        self.slots += 1
        yield

    def push_back(self, seconds: float) -> None:
        self.pushed.append(seconds)


def test_a_throttling_answer_holds_everybody_back() -> None:
    pacer = SpyPacer()
    limited = json.dumps(failure("RequestLimitExceeded", "", REQUEST_ID)).encode()
    with serving(answering(limited), answering(b"", "429 Slow", "Retry-After: 9")) as server:
        for _ in range(2):
            with pytest.raises(OcrError) as caught:
                client_of(server, pacer=pacer).recognize(IMAGE)
            assert caught.value.outcome is Outcome.THROTTLED
    assert pacer.slots == 2
    assert pacer.pushed == [1.0, 9.0]


def test_calls_in_flight_are_limited() -> None:
    at_once: list[int] = []
    running = 0
    lock = threading.Lock()

    def counting(call: Call) -> None:
        nonlocal running
        call.read()
        with lock:
            running += 1
            at_once.append(running)
        time.sleep(0.05)
        with lock:
            running -= 1
        close = f"Connection: close\r\nContent-Length: {len(GOOD)}\r\n\r\n"
        call.send(HEAD + close.encode() + GOOD)

    with serving(counting) as server:
        client = client_of(server, Limits(), in_flight=2)
        threads = [threading.Thread(target=client.recognize, args=(IMAGE,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(at_once) == 8
    assert max(at_once) <= 2


def test_the_worked_requests_are_of_the_kinds_we_send() -> None:
    assert {"post-imageurl", "post-base64-port-token-region"} <= {v["name"] for v in OURS}
    assert BY_NAME["post-unsigned-payload"] not in OURS
