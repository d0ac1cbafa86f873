"""Every code of the contract has one outcome, and an unknown one that of its family."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.ocr.errors import TABLE, OcrError, Outcome, backoff, meaning

# The contract's tables, by what they ask of a back office.
EXPECTED = {
    Outcome.RETRY_LATER: """
        FailedOperation.DownLoadError FailedOperation.UnKnowError
        FailedOperation.EngineRecognizeTimeout FailedOperation.LLMServiceFailed
        ResourceUnavailable.ImageDownloadError InternalError ServiceUnavailable ResourceInUse
        ResourceUnavailable""",
    Outcome.THROTTLED: """
        RequestLimitExceeded RequestLimitExceeded.IPLimitExceeded
        RequestLimitExceeded.UinLimitExceeded RequestLimitExceeded.GlobalRegionUinLimitExceeded""",
    Outcome.SEND_SMALLER: """
        LimitExceeded.TooLargeFileError FailedOperation.ImageSizeTooLarge
        InvalidParameterValue.InvalidFileContentSize RequestSizeLimitExceeded""",
    Outcome.UNREADABLE: """
        FailedOperation.ImageDecodeFailed InvalidParameter.EngineImageDecodeFailed
        FailedOperation.OcrFailed FailedOperation.EmptyImageError FailedOperation.ImageBlur
        FailedOperation.ImageNoText FailedOperation.ImageNoSpecifiedCard
        FailedOperation.MultiCardError FailedOperation ResponseSizeLimitExceeded""",
    Outcome.ENGINE_UNAVAILABLE: """
        FailedOperation.UnOpenError ResourcesSoldOut.ChargeStatusException
        FailedOperation.ArrearsError FailedOperation.CountLimitError
        ResourceUnavailable.InArrears ResourceUnavailable.ResourcePackageRunOut ActionOffline
        InvalidAction NoSuchVersion NoSuchProduct AuthFailure.InvalidAuthorization
        AuthFailure.InvalidSecretId AuthFailure.SecretIdNotFound AuthFailure.SignatureExpire
        AuthFailure.SignatureFailure AuthFailure.TokenFailure AuthFailure.MFAFailure
        AuthFailure.UnauthorizedOperation UnauthorizedOperation IpInBlacklist IpNotInWhitelist
        LimitExceeded UnsupportedRegion ResourceInsufficient ResourceNotFound""",
    Outcome.OUR_FAULT: """
        InvalidParameterValue.InvalidParameterValueLimit InvalidParameter InvalidParameterValue
        MissingParameter UnknownParameter InvalidRequest UnsupportedProtocol UnsupportedOperation
        DryRunOperation""",
}
CODES = [(code, outcome) for outcome, codes in EXPECTED.items() for code in codes.split()]


@pytest.mark.parametrize(("code", "outcome"), CODES)
def test_the_outcome_of_a_code(code: str, outcome: Outcome) -> None:
    assert code in TABLE
    assert OcrError(code).outcome is outcome


def test_no_line_of_the_contract_is_missing_here() -> None:
    ours = {"Transport", "Local"}
    contract = {code for code in TABLE if code.split(".")[0] not in ours}
    assert contract == {code for code, _ in CODES} | {"AuthFailure", "ResourcesSoldOut"}


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("AuthFailure.Brand", "AuthFailure"),
        ("FailedOperation.New.Kind", "FailedOperation"),
        ("RequestLimitExceeded.Other", "RequestLimitExceeded"),
        ("ResourcesSoldOut.Other", "ResourcesSoldOut"),
    ],
)
def test_an_unknown_code_is_treated_like_its_family(code: str, family: str) -> None:
    assert meaning(code) is TABLE[family]


def test_an_unknown_family_is_tried_again() -> None:
    assert OcrError("Brand.New").outcome is Outcome.RETRY_LATER


def test_how_often_the_same_bytes_are_sent_again() -> None:
    assert meaning("FailedOperation.OcrFailed").retries == 1
    assert meaning("AuthFailure.SignatureExpire").retries == 1
    assert meaning("FailedOperation.DownLoadError").retries == 2
    assert meaning("FailedOperation.ImageDecodeFailed").retries == 0
    assert all(row.retries is None for row in TABLE.values() if row.outcome is Outcome.THROTTLED)


def test_every_line_has_words_in_both_languages() -> None:
    assert all(row.ko and row.en for row in TABLE.values())
    assert all(code == row.code for code, row in TABLE.items())


@given(st.integers(1, 10_000), st.none() | st.floats(0, 1e9))
def test_the_wait_grows_and_honors_retry_after(attempt: int, retry_after: float | None) -> None:
    waited = backoff(attempt, retry_after=retry_after)
    assert min(0.5 * 2 ** min(attempt - 1, 9), 300) <= max(waited, 256)
    assert waited >= min(retry_after or 0, 3600)
    assert waited <= 3600


def test_an_error_tells_code_and_request_id_alone() -> None:
    error = OcrError("InternalError", request_id="abc")
    assert (
        "".join(traceback.format_exception_only(error))
        .strip()
        .endswith("InternalError (RequestId abc)")
    )
