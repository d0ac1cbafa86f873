"""Reading answers: what the contract promises is taken, anything else is one typed error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.license_fields import RESPONSE_KEYS
from review.ocr.envelope import failure, read_answer, request_body, success
from review.ocr.errors import OcrError

GOOD = success(
    {"Name": "홍길동", "Number": "900101-1234567"}, "4fd48a46-b911-4725-a0c4-f4be81866e12"
)


def encoded(answer: Any) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def changed(**values: Any) -> dict[str, Any]:
    return {"Response": {**GOOD["Response"], **values}}


def test_a_result_has_the_twelve_fields() -> None:
    assert set(GOOD["Response"]) == set(RESPONSE_KEYS)
    assert len(RESPONSE_KEYS) == 12
    read = read_answer(encoded(GOOD))
    assert read.response == GOOD["Response"]
    assert read.request_id == "4fd48a46-b911-4725-a0c4-f4be81866e12"
    assert read.detail is None


def test_unknown_keys_are_kept_and_do_no_harm() -> None:
    read = read_answer(encoded({**changed(Extra=[1]), "Detail": {"Boxes": {}}, "More": 1}))
    assert read.response["Extra"] == [1]
    assert read.detail == {"Boxes": {}}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"{}",
        b'{"Response": null}',
        b'{"Response": []}',
        b'{"Response": {}}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        encoded(GOOD)[:-3],
        encoded(changed(Name=None)),
        encoded(changed(Name=7)),
        encoded(changed(Photo={})),
        encoded(changed(RequestId=7)),
        encoded(changed(RequestId="")),
        encoded(changed(RequestId="900101-1234567 홍길동")),
        encoded({"Response": {"Error": None, "RequestId": "a"}}),
        encoded({"Response": {"Error": {"Code": 5}, "RequestId": "a"}}),
        encoded({"Response": {"Error": {"Code": "홍길동"}, "RequestId": "a"}}),
        encoded(failure("Transport.Timeout", "", "a")),
        encoded(failure("Local.NotAnImage", "", "a")),
    ],
)
def test_anything_else_is_not_the_envelope(body: bytes) -> None:
    with pytest.raises(OcrError) as caught:
        read_answer(body)
    assert caught.value.code == "Transport.NotEnvelope"
    assert "홍길동" not in str(caught.value)


@pytest.mark.parametrize("missing", RESPONSE_KEYS)
def test_a_missing_field_is_not_the_envelope(missing: str) -> None:
    answer = {"Response": {key: text for key, text in GOOD["Response"].items() if key != missing}}
    with pytest.raises(OcrError, match=r"Transport\.NotEnvelope"):
        read_answer(encoded(answer))


def test_an_error_is_one_whatever_else_is_there() -> None:
    answer = changed(Error={"Code": "InternalError", "Message": "900101-1234567"})
    with pytest.raises(OcrError) as caught:
        read_answer(encoded(answer))
    assert caught.value.code == "InternalError"
    assert caught.value.request_id == GOOD["Response"]["RequestId"]
    assert "900101" not in repr(caught.value) + caught.value.message


def test_an_error_needs_no_request_id() -> None:
    with pytest.raises(OcrError, match=r"RequestLimitExceeded \(RequestId none\)"):
        read_answer(encoded({"Response": {"Error": {"Code": "RequestLimitExceeded"}}}))


@given(st.binary() | st.recursive(st.none() | st.text(), st.lists).map(encoded))
def test_reading_never_fails_otherwise(body: bytes) -> None:
    with pytest.raises(OcrError):
        read_answer(body)


def test_what_is_not_given_is_left_out() -> None:
    assert request_body() == b"{}"
    assert request_body(image_url="https://a.test/면허.jpg", return_head_image=False) == (
        rb'{"ImageUrl": "https://a.test/\uba74\ud5c8.jpg", "ReturnHeadImage": false}'
    )
