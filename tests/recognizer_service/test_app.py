"""Every situation of the contract, over a socket: status 200, the envelope and the right code."""

from __future__ import annotations

import json
import socket
import time
from base64 import b64decode
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from review.license_fields import RESPONSE_KEYS
from review.recognizer_service.config import ServiceConfig
from tests.recognizer_service.fake_engine import FIELDS
from tests.recognizer_service.running import (
    ENGINE,
    KEY,
    TEMPORARY,
    Received,
    Sent,
    Service,
    base64,
    call,
    check_envelope,
    picture,
    post,
    running_service,
    signed,
)

DECODE = "FailedOperation.ImageDecodeFailed"
ENGINE_DECODE = "InvalidParameter.EngineImageDecodeFailed"
NOTHING = "InvalidParameterValue.InvalidParameterValueLimit"
IMAGE = base64(picture())


def send(service: Service, **changes: Any) -> Received:
    body = changes.pop("body", json.dumps({"ImageBase64": IMAGE}).encode())
    return call(service, Sent(body=body, **changes))


# --- results


def test_a_result_has_exactly_the_twelve_fields(service: Service) -> None:
    answer = post(service, ImageBase64=IMAGE).body
    assert set(answer) == {"Response"}
    assert set(answer["Response"]) == set(RESPONSE_KEYS)
    assert all(isinstance(value, str) for value in answer["Response"].values())
    assert answer["Response"]["Photo"] == ""
    assert FIELDS.items() <= answer["Response"].items()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_both_formats_are_read(service: Service, kind: str) -> None:
    assert post(service, ImageBase64=base64(picture(kind=kind))).code == ""


@pytest.mark.parametrize(
    ("value", "portrait"),
    [(True, True), (False, False), ("true", True), ("True", True), ("FALSE", False)],
)
def test_the_portrait_comes_when_asked_for(service: Service, value: Any, portrait: bool) -> None:
    photo = post(service, ImageBase64=IMAGE, ReturnHeadImage=value).body["Response"]["Photo"]
    assert bool(photo) is portrait
    assert b64decode(photo).startswith(b"\xff\xd8\xff" if portrait else b"")


def test_detail_comes_only_by_our_header(service: Service) -> None:
    asked = send(service, headers={"X-KRDL-Detail": "1"}).body
    assert asked["Detail"]["Confidence"] == {"Name": 0.5}
    assert asked["Detail"]["Boxes"] == {
        "Name": [[[1.0, 2.0], [30.0, 2.0], [30.0, 9.0], [1.0, 9.0]]]
    }
    assert asked["Detail"]["Repairs"] == {"ID": {"Raw": "A1BZC3", "Reason": "look-alikes"}}
    assert asked["Detail"]["Warnings"] == ["screen"]
    assert set(asked["Response"]) == set(RESPONSE_KEYS)
    assert "Detail" not in send(service, headers={"X-KRDL-Detail": "0"}).body


def test_get_takes_a_query(service: Service) -> None:
    query = urlencode({"ImageBase64": IMAGE, "ReturnHeadImage": "True"})
    answer = send(service, method="GET", query=query, body=b"")
    assert answer.code == ""
    assert answer.body["Response"]["Photo"]


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8"])
def test_both_content_types_of_clients(service: Service, kind: str) -> None:
    assert send(service, headers={"Content-Type": kind}).code == ""


def test_the_host_may_be_signed_without_its_port(service: Service) -> None:
    sent = {"headers": {"Host": "127.0.0.1"}, "after": {"Host": service.host}}
    assert send(service, **sent).code == ""


def test_a_chunked_body_is_read(service: Service) -> None:
    body = json.dumps({"ImageBase64": IMAGE}).encode()
    sent = Sent(body=body, headers={"Transfer-Encoding": "chunked"})
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        raw = _raw(service, sent, b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))
        connection.sendall(raw)
        assert _answer(connection).code == ""


# --- who calls


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"after": {"Authorization": None}}, "AuthFailure.InvalidAuthorization"),
        ({"after": {"Authorization": "SKIP"}}, "AuthFailure.InvalidAuthorization"),
        ({"after": {"Authorization": "Bearer x"}}, "AuthFailure.InvalidAuthorization"),
        ({"age": 400}, "AuthFailure.SignatureExpire"),
        ({"age": -400}, "AuthFailure.SignatureExpire"),
        ({"after": {"X-TC-Timestamp": None}}, "AuthFailure.SignatureExpire"),
        ({"after": {"X-TC-Timestamp": "now"}}, "AuthFailure.SignatureExpire"),
        ({"after": {"Host": "elsewhere.test"}}, "AuthFailure.SignatureFailure"),
        ({"after": {"Content-Type": "text/plain"}}, "AuthFailure.SignatureFailure"),
        ({"after": {"Host": None}}, "AuthFailure.SignatureFailure"),
        ({"key": TEMPORARY}, "AuthFailure.TokenFailure"),
        ({"key": TEMPORARY, "after": {"X-TC-Token": "x"}}, "AuthFailure.TokenFailure"),
        ({"key": TEMPORARY, "after": {"X-TC-Token": "TOKEN"}}, ""),
        ({"key": type(KEY)("AKIDNOBODY", "x")}, "AuthFailure.SecretIdNotFound"),
        ({"key": type(KEY)(KEY.secret_id, "x")}, "AuthFailure.SignatureFailure"),
    ],
)
def test_who_calls(service: Service, changes: dict[str, Any], code: str) -> None:
    assert send(service, **changes).code == code


def test_the_form_of_the_older_signature_is_no_authorization(service: Service) -> None:
    body = b"Action=RecognizeKoreanDrivingLicenseOCR&SecretId=x&Signature=y"
    sent = {"after": {"Authorization": None}, "body": body}
    assert send(service, **sent).code == "AuthFailure.InvalidAuthorization"


# --- what is asked


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"X-TC-Action": None}, "MissingParameter"),
        ({"X-TC-Version": None}, "MissingParameter"),
        ({"X-TC-Action": "RecognizeThaiIDCardOCR"}, "InvalidAction"),
        ({"X-TC-Action": "recognizekoreandrivinglicenseocr"}, "InvalidAction"),
        ({"X-TC-Version": "2017-03-12"}, "NoSuchVersion"),
    ],
)
def test_action_and_version(service: Service, headers: dict[str, str], code: str) -> None:
    assert send(service, headers=headers).code == code


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "BREW"])
def test_other_methods(service: Service, method: str) -> None:
    assert send(service, method=method).code == "UnsupportedProtocol"


def test_other_paths(service: Service) -> None:
    assert send(service, path="/tc3").code == "InvalidAction"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "InvalidParameter"),
        (b"not json", "InvalidParameter"),
        (b"\xff\xfe", "InvalidParameter"),
        (b"[]", "InvalidParameter"),
        (b'"text"', "InvalidParameter"),
        (b"[" * 100_000, "InvalidParameter"),
        (b'{"ImageBase64": 5}', "InvalidParameter"),
        (b'{"ImageBase64": null}', "InvalidParameter"),
        (b'{"ImageUrl": ["x"]}', "InvalidParameter"),
        (b'{"ImageBase64": "aGVsbG8=", "ReturnHeadImage": 1}', "InvalidParameter"),
        (b'{"ImageBase64": "aGVsbG8=", "ReturnHeadImage": "yes"}', "InvalidParameter"),
        (b'{"ImageBase64": "aGVsbG8=", "ReturnHeadImage": null}', "InvalidParameter"),
        (b'{"ImageBase64": "aGVsbG8=", "Extra": 1}', "UnknownParameter"),
        (b'{"imagebase64": "aGVsbG8="}', "UnknownParameter"),
        (b"{}", NOTHING),
        (b'{"ImageBase64": ""}', NOTHING),
        (b'{"ReturnHeadImage": true}', NOTHING),
        (b'{"ImageBase64": "not base64!"}', DECODE),
        (b'{"ImageBase64": "aGVsbG8"}', DECODE),
        ('{"ImageBase64": "면허"}'.encode(), DECODE),
        (b'{"ImageBase64": "aGVsbG8="}', DECODE),
    ],
)
def test_parameters(service: Service, body: bytes, code: str) -> None:
    assert send(service, body=body).code == code


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", NOTHING),
        ("Extra=1", "UnknownParameter"),
        ("ImageUrl=%FF", "InvalidParameter"),
        ("&".join(f"a{turn}=1" for turn in range(40)), "InvalidParameter"),
        ("ImageBase64=aGVsbG8%3D", DECODE),
        ("ImageBase64=" + "A" * (32 * 1024), "RequestSizeLimitExceeded"),
    ],
)
def test_queries(service: Service, query: str, code: str) -> None:
    assert send(service, method="GET", query=query, body=b"").code == code


# --- the picture


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (b"GIF89a" + b"\0" * 50, DECODE),
        (b"%PDF-1.7", DECODE),
        (picture("UndecodableImage"), ENGINE_DECODE),
        (picture("ImageTooLarge"), ENGINE_DECODE),
        (picture("NotALicense"), "FailedOperation.OcrFailed"),
        (picture("bug"), "InternalError"),
        (picture("die"), "InternalError"),
    ],
)
def test_pictures(service: Service, image: bytes, code: str) -> None:
    assert post(service, ImageBase64=base64(image)).code == code


def test_the_message_tells_nothing_of_the_picture(service: Service) -> None:
    answer = post(service, ImageBase64=base64(picture("bug")))
    assert "900101" not in json.dumps(answer.body)


def test_seven_megabytes_are_read_generously(service: Service) -> None:
    just = picture() + b"\0" * 5_400_000
    assert post(service, ImageBase64=base64(just)).code == ""
    above = picture() + b"\0" * 5_600_000
    assert post(service, ImageBase64=base64(above)).code == "LimitExceeded.TooLargeFileError"


def test_a_body_above_ten_megabytes(service: Service) -> None:
    body = json.dumps({"ImageBase64": "A" * (11 * 1024 * 1024)}).encode()
    assert send(service, body=body).code == "RequestSizeLimitExceeded"


def test_only_the_address_counts_when_both_are_given(service: Service) -> None:
    answer = post(service, ImageBase64=IMAGE, ImageUrl="http://127.0.0.1:9/a.jpg")
    assert answer.code == "FailedOperation.DownLoadError"


# --- what is no proper request


def _raw(service: Service, sent: Sent, body: bytes) -> bytes:
    headers = [f"{name}: {value}" for name, value in signed(service, sent).items()]
    lines = ["POST / HTTP/1.1", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"GARBAGE\r\n\r\n", "InvalidRequest"),
        (b"get / HTTP/1.1\r\nHost: a\r\n\r\n", "UnsupportedProtocol"),
        (b"POST / HTTP/9.9\r\nHost: a\r\n\r\n", "InvalidRequest"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", "InvalidRequest"),
        (b"POST / HTTP/1.1\r\nBad Name: a\r\n\r\n", "InvalidRequest"),
        (b"POST / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", "RequestSizeLimitExceeded"),
        (b"POST / HTTP/1.1\r\nA: " + b"b" * 20_000 + b"\r\n\r\n", "RequestSizeLimitExceeded"),
        (b"GET /?" + b"a" * 1_000_000 + b" HTTP/1.1\r\n\r\n", "RequestSizeLimitExceeded"),
        (b"POST / HTTP/1.0\r\n\r\n", "AuthFailure.InvalidAuthorization"),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "InvalidRequest",
        ),
    ],
)
def test_improper_http(service: Service, raw: bytes, code: str) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(raw)
        assert _answer(connection).code == code


def _answer(connection: socket.socket) -> Received:
    received = b""
    while b"\r\n\r\n" not in received or not _complete(received):
        more = connection.recv(65536)
        assert more, received
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    answer = Received(int(head.split()[1]), fields["Content-Type"], json.loads(body))
    check_envelope(answer)
    return answer


def _complete(received: bytes) -> bool:
    head, _, body = received.partition(b"\r\n\r\n")
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-len"))
    return len(body) >= int(length.split(b":")[1])


def test_head_gets_headers_alone(service: Service) -> None:
    with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
        connection.sendall(b"HEAD / HTTP/1.0\r\n\r\n")
        received = b""
        while more := connection.recv(65536):
            received += more
    assert received.startswith(b"HTTP/1.1 200 OK\r\n") or received.startswith(b"HTTP/1.0 200 OK")
    assert received.endswith(b"\r\n\r\n")


@settings(max_examples=60, deadline=None)
@given(body=st.binary(max_size=200) | st.recursive(
    st.none() | st.booleans() | st.text() | st.integers(),
    lambda inner: st.dictionaries(st.sampled_from(["ImageBase64", "ReturnHeadImage", "x"]), inner),
).map(lambda value: json.dumps(value).encode()))  # fmt: skip
def test_any_body_gets_an_envelope(service: Service, body: bytes) -> None:
    # ImageUrl is left out: no test calls addresses that nobody chose.
    assert send(service, body=body).code


# --- limits


def test_above_the_rate() -> None:
    config = ServiceConfig(rate=0, engine=ENGINE)
    with running_service(config) as throttled:
        assert send(throttled).code == "RequestLimitExceeded"
        # Who is not known uses nothing up.
        unknown = send(throttled, key=type(KEY)(KEY.secret_id, "x"))
        assert unknown.code == "AuthFailure.SignatureFailure"


def test_too_slow_an_engine_is_told_in_time() -> None:
    config = ServiceConfig(answer_s=0.5, engine=ENGINE)
    with running_service(config) as hurried:
        started = time.monotonic()
        answer = post(hurried, ImageBase64=base64(picture("sleep30")))
        assert answer.code == "FailedOperation.EngineRecognizeTimeout"
        assert time.monotonic() - started < 15


def test_a_body_that_never_comes_is_told() -> None:
    config = ServiceConfig(upload_s=0.3, engine=ENGINE)
    with (
        running_service(config) as hurried,
        socket.create_connection(("127.0.0.1", hurried.port), timeout=30) as connection,
    ):
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{")
        assert _answer(connection).code == "InvalidRequest"


def test_a_head_that_never_ends_is_cut() -> None:
    config = ServiceConfig(upload_s=0.1, answer_s=0.1, engine=ENGINE)
    with (
        running_service(config) as hurried,
        socket.create_connection(("127.0.0.1", hurried.port), timeout=30) as connection,
    ):
        connection.sendall(b"POST / HTTP/1.1\r\nHost: a\r\n")
        assert connection.recv(1) == b""
