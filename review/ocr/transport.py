"""How a call ends when it is not an answer: HTTP statuses, broken connections, deadlines."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from typing import Any

import requests
import urllib3.exceptions
from requests.exceptions import ContentDecodingError, ProxyError, SSLError
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError
from review.ocr.sockets import Deadline, GuardedAdapter

_BY_STATUS = {
    408: "Transport.Timeout",
    413: "Transport.TooLarge",
    429: "Transport.TooManyRequests",
}
_BY_STATUS_CLASS = {
    3: "Transport.Redirect",
    4: "Transport.Refused",
    5: "Transport.ServerError",
}
# The first that fits decides; an exception of requests wraps those of urllib3 and of the socket.
_BY_CAUSE: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((NameResolutionError,), "Transport.NameResolution"),
    ((ProxyError,), "Transport.Proxy"),
    ((requests.Timeout, ReadTimeoutError, TimeoutError), "Transport.Timeout"),
    ((ssl.SSLEOFError, ConnectionError), "Transport.Connection"),
    ((SSLError,), "Transport.Tls"),
    ((ContentDecodingError,), "Transport.NotEnvelope"),
)


def new_session(endpoint: Endpoint) -> requests.Session:
    """Return a pooled session that obeys deadlines and never retries."""
    session = requests.Session()
    # Proxies and certificate bundles of the environment are meant for the way out, and would
    # only lead a call to this machine astray.
    session.trust_env = not endpoint.is_loopback
    for scheme in ("http://", "https://"):
        session.mount(scheme, GuardedAdapter())
    return session


def outcome_of(deadline: Deadline, exchange: Callable[[], bytes]) -> bytes:
    """Run ``exchange``; its exceptions hold the request's body, hence they do not leave here."""
    try:
        answer, code = exchange(), ""
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        answer, code = b"", _fault(error)
    # A socket that was shut down looks like any other end, also like that of a whole answer.
    if deadline.expired:
        code = "Transport.Timeout"
    if code:
        raise OcrError(code)
    return answer


def _fault(error: BaseException) -> str:
    causes = _causes(error)
    for kinds, code in _BY_CAUSE:
        if any(isinstance(cause, kinds) for cause in causes):
            return code
    return "Transport.Connection"


def _causes(error: BaseException) -> list[BaseException]:
    """Return the exception and all that it wraps, in whichever of the ways in use."""
    found: list[BaseException] = []
    waiting: list[Any] = [error]
    while waiting and len(found) < 32:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or cause in found:
            continue
        found.append(cause)
        waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]
    return found


def check_status(response: requests.Response) -> None:
    """Raise ``OcrError`` unless the status is 200: the contract knows no other."""
    status = response.status_code
    if status != 200:
        code = _BY_STATUS.get(status) or _BY_STATUS_CLASS.get(status // 100, "Transport.Status")
        raise OcrError(code, retry_after=_retry_after(response))


def _retry_after(response: requests.Response) -> float | None:
    """Return the seconds that the answer asks for, given as such or as a date."""
    value = response.headers.get("Retry-After", "")
    with suppress(ValueError):
        seconds = float(value) if value[:1].isdigit() else _seconds_until(value)
        return seconds if 0 <= seconds < float("inf") else None
    return None


def _seconds_until(date: str) -> float:
    return parsedate_to_datetime(date).timestamp() - time.time()


def read_limited(response: requests.Response, limit: int) -> bytes:
    """Return the body; raises ``OcrError`` as soon as it has more than ``limit`` bytes."""
    received = bytearray()
    for piece in response.iter_content(64 * 1024):
        received += piece
        if len(received) > limit:
            raise OcrError("Transport.AnswerTooLarge")
    return bytes(received)
