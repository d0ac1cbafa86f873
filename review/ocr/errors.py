"""What every error of the contract, and every fault on the way, means for a license record.

``TABLE`` is the single place: the client raises by it, the README and the admin print it. Codes
are those of the wire contract; codes beginning with ``Transport.`` are ours, for calls that ended
without an answer of the API, and ``Local.`` for those that never left.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of the call; nothing but UNREADABLE is a statement about the picture."""

    RETRY_LATER = "retry_later"
    THROTTLED = "throttled"
    SEND_SMALLER = "send_smaller"
    UNREADABLE = "unreadable"
    ENGINE_UNAVAILABLE = "engine_unavailable"
    OUR_FAULT = "our_fault"


@dataclass(frozen=True)
class Meaning:
    """One line of the table.

    ``retries`` is how often the same bytes are sent again before ``outcome`` is final; None means
    as often as the job lives (and, for THROTTLED, that the answer is no attempt at all).
    """

    code: str
    outcome: Outcome
    ko: str
    en: str
    retries: int | None = 0


_DOWNLOAD = ("서버가 ImageUrl의 사진을 가져오지 못함", "the service could not fetch ImageUrl")
_DECODE = ("해독할 수 없는 이미지", "not a decodable image")
_BILLING = ("계정의 요금 상태 이상", "billing status of the account abnormal")
_TOO_LARGE = ("이미지가 너무 큼", "image too large")
_TOO_MANY = ("요청이 너무 많음", "too many requests")
_CREDENTIAL = ("인증 정보가 올바르지 않음", "credentials not accepted")
_REFUSED = ("이 키로는 허용되지 않음", "not permitted for this key")
_ADDRESS = ("이 주소에서는 허용되지 않음", "not permitted from this address")
_NEW_PICTURE = ("새 사진이 필요함", "a new picture is needed")
_SOFTWARE = ("요청이 잘못됨: 프로그램 오류", "request wrong: a fault of this software")
_WITHDRAWN = ("이 API는 제공되지 않음", "the action is not offered here")
_RESOURCES = ("플랫폼 자원 부족", "platform resources not available")

_LATER, _THROTTLED = Outcome.RETRY_LATER, Outcome.THROTTLED
_SMALLER, _UNREADABLE = Outcome.SEND_SMALLER, Outcome.UNREADABLE
_UNAVAILABLE, _FAULT = Outcome.ENGINE_UNAVAILABLE, Outcome.OUR_FAULT

# Business codes of this action and of its product (contract section 5.1).
_BUSINESS = (
    Meaning("FailedOperation.DownLoadError", _LATER, *_DOWNLOAD, 2),
    Meaning("FailedOperation.ImageDecodeFailed", _UNREADABLE, *_DECODE),
    Meaning("InvalidParameter.EngineImageDecodeFailed", _UNREADABLE, *_DECODE),
    Meaning("FailedOperation.OcrFailed", _UNREADABLE, "인식 실패", "recognition failed", 1),
    Meaning("FailedOperation.UnKnowError", _LATER, "알 수 없는 오류", "unknown error", None),
    Meaning(
        "FailedOperation.UnOpenError",
        _UNAVAILABLE,
        "이 계정에서 활성화되지 않은 서비스",
        "service not activated for this account",
    ),
    Meaning("InvalidParameterValue.InvalidParameterValueLimit", _FAULT, *_SOFTWARE),
    Meaning("LimitExceeded.TooLargeFileError", _SMALLER, *_TOO_LARGE),
    Meaning("ResourcesSoldOut.ChargeStatusException", _UNAVAILABLE, *_BILLING),
    Meaning("FailedOperation.EmptyImageError", _UNREADABLE, *_NEW_PICTURE),
    Meaning("FailedOperation.ImageBlur", _UNREADABLE, *_NEW_PICTURE),
    Meaning("FailedOperation.ImageNoText", _UNREADABLE, *_NEW_PICTURE),
    Meaning("FailedOperation.ImageNoSpecifiedCard", _UNREADABLE, *_NEW_PICTURE),
    Meaning("FailedOperation.ImageSizeTooLarge", _SMALLER, *_TOO_LARGE),
    Meaning("FailedOperation.MultiCardError", _UNREADABLE, *_NEW_PICTURE),
    Meaning(
        "FailedOperation.EngineRecognizeTimeout",
        _LATER,
        "인식 시간 초과",
        "the engine ran out of time",
        None,
    ),
    Meaning(
        "FailedOperation.LLMServiceFailed",
        _LATER,
        "엔진의 하위 서비스 실패",
        "a part of the engine failed",
        None,
    ),
    Meaning("FailedOperation.ArrearsError", _UNAVAILABLE, *_BILLING),
    Meaning("FailedOperation.CountLimitError", _UNAVAILABLE, "할당량 소진", "quota used up"),
    Meaning("ResourceUnavailable.InArrears", _UNAVAILABLE, *_BILLING),
    Meaning("ResourceUnavailable.ResourcePackageRunOut", _UNAVAILABLE, *_BILLING),
    Meaning("ResourceUnavailable.ImageDownloadError", _LATER, *_DOWNLOAD, 2),
    Meaning("InvalidParameterValue.InvalidFileContentSize", _SMALLER, *_TOO_LARGE),
)

# Common codes of API 3.0 (contract section 5.2).
_COMMON = (
    Meaning("ActionOffline", _UNAVAILABLE, *_WITHDRAWN),
    Meaning("InvalidAction", _UNAVAILABLE, *_WITHDRAWN),
    Meaning("NoSuchVersion", _UNAVAILABLE, *_WITHDRAWN),
    Meaning("NoSuchProduct", _UNAVAILABLE, *_WITHDRAWN),
    Meaning("AuthFailure", _UNAVAILABLE, *_CREDENTIAL),
    Meaning("AuthFailure.InvalidAuthorization", _UNAVAILABLE, *_CREDENTIAL),
    Meaning("AuthFailure.InvalidSecretId", _UNAVAILABLE, *_CREDENTIAL),
    Meaning("AuthFailure.SecretIdNotFound", _UNAVAILABLE, *_CREDENTIAL),
    Meaning(
        "AuthFailure.SignatureExpire", _UNAVAILABLE, "시계 오차", "clock more than 5 min off", 1
    ),
    Meaning("AuthFailure.SignatureFailure", _UNAVAILABLE, *_CREDENTIAL),
    Meaning("AuthFailure.TokenFailure", _UNAVAILABLE, *_CREDENTIAL),
    Meaning("AuthFailure.MFAFailure", _UNAVAILABLE, *_CREDENTIAL),
    Meaning("AuthFailure.UnauthorizedOperation", _UNAVAILABLE, *_REFUSED),
    Meaning("UnauthorizedOperation", _UNAVAILABLE, *_REFUSED),
    Meaning("IpInBlacklist", _UNAVAILABLE, *_ADDRESS),
    Meaning("IpNotInWhitelist", _UNAVAILABLE, *_ADDRESS),
    Meaning("RequestLimitExceeded", _THROTTLED, *_TOO_MANY, None),
    Meaning("RequestLimitExceeded.IPLimitExceeded", _THROTTLED, *_TOO_MANY, None),
    Meaning("RequestLimitExceeded.UinLimitExceeded", _THROTTLED, *_TOO_MANY, None),
    Meaning("RequestLimitExceeded.GlobalRegionUinLimitExceeded", _THROTTLED, *_TOO_MANY, None),
    Meaning("LimitExceeded", _UNAVAILABLE, "할당량 소진", "quota used up"),
    Meaning("InternalError", _LATER, "내부 오류", "internal error", None),
    Meaning("ServiceUnavailable", _LATER, "서비스 일시 중단", "service not available now", None),
    Meaning("FailedOperation", _UNREADABLE, "처리 실패", "operation failed", 1),
    Meaning("InvalidParameter", _FAULT, *_SOFTWARE),
    Meaning("InvalidParameterValue", _FAULT, *_SOFTWARE),
    Meaning("MissingParameter", _FAULT, *_SOFTWARE),
    Meaning("UnknownParameter", _FAULT, *_SOFTWARE),
    Meaning("InvalidRequest", _FAULT, *_SOFTWARE),
    Meaning("UnsupportedProtocol", _FAULT, *_SOFTWARE),
    Meaning("UnsupportedOperation", _FAULT, *_SOFTWARE),
    Meaning("UnsupportedRegion", _UNAVAILABLE, "지원하지 않는 지역", "region not supported"),
    Meaning("RequestSizeLimitExceeded", _SMALLER, "요청이 너무 큼", "request too large"),
    Meaning("ResponseSizeLimitExceeded", _UNREADABLE, "응답이 너무 큼", "answer too large"),
    Meaning("ResourceInUse", _LATER, *_RESOURCES, None),
    Meaning("ResourceInsufficient", _UNAVAILABLE, *_RESOURCES),
    Meaning("ResourceNotFound", _UNAVAILABLE, *_RESOURCES),
    Meaning("ResourceUnavailable", _LATER, *_RESOURCES, None),
    Meaning("ResourcesSoldOut", _UNAVAILABLE, *_BILLING),
    Meaning("DryRunOperation", _FAULT, *_SOFTWARE),
)

# Ours: the call ended without an answer of the API, or never left.
_WAY = (
    Meaning("Transport", _LATER, "전송 오류", "transport fault", None),
    Meaning("Transport.Timeout", _LATER, "제한 시간 초과", "no answer within the deadline", None),
    Meaning("Transport.Connection", _LATER, "연결 끊김", "connection refused or broken", None),
    Meaning(
        "Transport.NameResolution",
        _UNAVAILABLE,
        "서버 이름을 찾을 수 없음",
        "the endpoint's name does not resolve",
        3,
    ),
    Meaning("Transport.Tls", _UNAVAILABLE, "TLS 연결 실패", "TLS handshake failed", 3),
    Meaning("Transport.Proxy", _LATER, "프록시 오류", "proxy fault", None),
    Meaning("Transport.TooManyRequests", _THROTTLED, *_TOO_MANY, None),
    Meaning("Transport.TooLarge", _SMALLER, "요청이 너무 큼", "request too large"),
    Meaning("Transport.ServerError", _LATER, "서버 오류(5xx)", "server error (5xx)", None),
    Meaning(
        "Transport.Redirect", _UNAVAILABLE, "다른 곳으로 안내됨", "the endpoint redirects away"
    ),
    Meaning("Transport.Refused", _UNAVAILABLE, "요청이 거부됨(4xx)", "endpoint refused (4xx)", 3),
    Meaning("Transport.Status", _LATER, "예상 밖의 HTTP 상태", "unexpected HTTP status", 3),
    Meaning(
        "Transport.AnswerTooLarge", _LATER, "응답이 지나치게 큼", "answer beyond the byte limit", 3
    ),
    Meaning(
        "Transport.NotEnvelope",
        _LATER,
        "응답이 규약의 형식이 아님",
        "answer is not the contract's envelope",
        3,
    ),
    Meaning(
        "Local.PacerUnavailable", _LATER, "호출 조절 저장소 이상", "the pacer's store is away", None
    ),
    Meaning(
        "Local.SourceStaysHere",
        _FAULT,
        "이 출처의 이미지는 외부로 보내지 않음",
        "images of this source may not leave for an outside endpoint",
    ),
    Meaning("Local.ImageTooLarge", _SMALLER, *_TOO_LARGE),
    Meaning("Local.NotAnImage", _UNREADABLE, *_DECODE),
)

TABLE: dict[str, Meaning] = {row.code: row for row in (*_BUSINESS, *_COMMON, *_WAY)}
_UNKNOWN = Meaning("", _LATER, "알 수 없는 오류 코드", "unknown error code", 3)

BACKOFF_S = 0.5
RETRY_AFTER_LIMIT_S = 3600.0


def meaning(code: str) -> Meaning:
    """Return the line for ``code``; an unknown code is treated like its family."""
    return TABLE.get(code) or TABLE.get(code.split(".", 1)[0], _UNKNOWN)


def backoff(attempt: int, *, retry_after: float | None = None, longest_s: float = 300.0) -> float:
    """Return the seconds to wait before try number ``attempt`` + 1 (``attempt`` counts from 1).

    Doubles from half a second with up to half as much jitter on top, never beyond ``longest_s``;
    an answer's own Retry-After is the least that is waited.
    """
    base = min(BACKOFF_S * 2.0 ** min(attempt - 1, 30), longest_s)
    jittered = base * (1 + random.random() / 2)  # noqa: S311 - spreads load, guards nothing
    return max(jittered, min(retry_after or 0.0, RETRY_AFTER_LIMIT_S))


class OcrError(Exception):
    """The one exception a call ends in.

    Its text holds the code and the RequestId alone: nothing the other side wrote, since an answer
    may quote what was sent to it. ``message`` is our own sentence for the code, ``retry_after``
    the seconds the other side asked for, if it did.
    """

    def __init__(
        self,
        code: str,
        *,
        request_id: str = "",
        retry_after: float | None = None,
    ) -> None:
        row = meaning(code)
        super().__init__(f"{code} (RequestId {request_id or 'none'})")
        self.code = code
        self.outcome = row.outcome
        self.retries = row.retries
        self.message = row.en
        self.request_id = request_id
        self.retry_after = retry_after
