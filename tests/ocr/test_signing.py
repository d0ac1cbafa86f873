"""Every worked signature is reproduced, accepted, and refused once something is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.ocr import signing
from review.ocr.signing import Authorization, Key, SignatureRefused, WireRequest
from tests.ocr.vectors import BY_NAME, NEGATIVE, POSITIVE, key_of, wire_request

NOW = 1_700_000_000


def names(vectors: list[dict[str, Any]]) -> list[str]:
    return [vector["name"] for vector in vectors]


@pytest.mark.parametrize("vector", POSITIVE, ids=names(POSITIVE))
def test_each_step_of_a_worked_signature(vector: dict[str, Any]) -> None:
    expected, request = vector["expected"], wire_request(vector)
    claimed = Authorization.parse(expected["authorization"])
    host = vector["request"]["headers"]["Host"]
    if vector.get("interop"):
        request = replace(request, headers={**request.headers, "Host": host.split(":")[0]})
    canonical = signing.canonical_request(request, claimed.signed_headers)
    timestamp = vector["input"]["timestamp"]
    text = signing.string_to_sign(timestamp, claimed.service, canonical)
    derived = key_of(vector).signing_key(expected["utc_date"], claimed.service)
    assert canonical == expected["canonical_request"]
    assert text == expected["string_to_sign"]
    assert derived.hex() == expected["signing_key_hex"]
    assert signing.signature(derived, text) == expected["signature"]
    assert str(claimed) == expected["authorization"]


@pytest.mark.parametrize("vector", POSITIVE, ids=names(POSITIVE))
def test_the_verifier_accepts_a_worked_signature(vector: dict[str, Any]) -> None:
    key = key_of(vector)
    found = signing.verify(wire_request(vector), lambda _: key, vector["input"]["timestamp"])
    assert found is key


@pytest.mark.parametrize("case", NEGATIVE, ids=names(NEGATIVE))
def test_the_verifier_judges_a_changed_request(case: dict[str, Any]) -> None:
    vector = BY_NAME[case["based_on"]]
    known = {"AKIDEXAMPLE": key_of(vector)}
    request = wire_request(vector, case["change"])
    if case["expected_code"] is None:
        assert signing.verify(request, known.get, case["server_time"])
        return
    with pytest.raises(SignatureRefused) as refused:
        signing.verify(request, known.get, case["server_time"])
    assert refused.value.code == case["expected_code"]


def test_the_option_to_leave_the_signature_out_is_not_accepted() -> None:
    with pytest.raises(SignatureRefused, match="InvalidAuthorization"):
        signing.verify(WireRequest("POST", "", {"Authorization": "SKIP"}, b""), lambda _: None, NOW)


@pytest.mark.parametrize("timestamp", ["", "17e8", "-1", "1700000000.0", "١٧٠٠٠٠٠٠٠٠", "9" * 40])
def test_a_timestamp_has_to_be_an_integer(timestamp: str) -> None:
    vector = BY_NAME["post-imageurl"]
    request = wire_request(vector, {"header": {"X-TC-Timestamp": timestamp}})
    with pytest.raises(SignatureRefused, match="SignatureExpire"):
        signing.verify(request, lambda _: key_of(vector), NOW)


@pytest.mark.parametrize("token", ["", "OTHER", "키"])
def test_a_temporary_key_needs_its_token(token: str) -> None:
    vector = BY_NAME["post-base64-port-token-region"]
    request = wire_request(vector, {"header": {"X-TC-Token": token}})
    with pytest.raises(SignatureRefused, match="TokenFailure"):
        signing.verify(request, lambda _: key_of(vector), NOW)


def test_another_service_is_refused_even_when_rightly_signed() -> None:
    key = Key("id", "key")
    headers = {"Content-Type": "application/json", "Host": "ocr.example.test"}
    request = WireRequest("POST", "", headers, b"{}")
    signed = signing.authorize(request, key, NOW, service="cvm")
    sent = replace(
        request, headers={**headers, "X-TC-Timestamp": str(NOW), "Authorization": signed}
    )
    with pytest.raises(SignatureRefused, match="SignatureFailure"):
        signing.verify(sent, lambda _: key, NOW)


def test_a_header_that_is_signed_but_absent_is_refused() -> None:
    vector = BY_NAME["post-raw-utf8-three-signed-headers"]
    request = wire_request(vector, {"remove_header": ["X-TC-Action"]})
    with pytest.raises(SignatureRefused, match="SignatureFailure"):
        signing.verify(request, lambda _: key_of(vector), NOW)


def test_the_key_does_not_show_itself() -> None:
    assert "hush" not in repr(Key("id", "hush", "hush"))


@given(st.text(max_size=300))
def test_reading_an_authorization_never_fails_otherwise(text: str) -> None:
    with pytest.raises(ValueError, match="TC3"):
        Authorization.parse(text)


@given(
    body=st.binary(max_size=200),
    host=st.from_regex(r"[a-z0-9.-]{1,30}(:[0-9]{1,5})?", fullmatch=True),
    secret=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    timestamp=st.integers(0, 4_000_000_000),
)
def test_what_we_sign_we_accept(body: bytes, host: str, secret: str, timestamp: int) -> None:
    key = Key("id", secret)
    headers = {"Content-Type": "application/json", "Host": host}
    request = WireRequest("POST", "", headers, body)
    signed = signing.authorize(request, key, timestamp)
    sent = replace(
        request, headers={**headers, "X-TC-Timestamp": str(timestamp), "Authorization": signed}
    )
    assert signing.verify(sent, lambda _: key, timestamp) is key
    with pytest.raises(SignatureRefused, match="SignatureFailure"):
        signing.verify(replace(sent, body=body + b" "), lambda _: key, timestamp)
