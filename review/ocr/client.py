"""The one client of ``RecognizeKoreanDrivingLicenseOCR``, whoever answers it."""

from __future__ import annotations

import base64
import threading
import time
import uuid
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

import requests
from requests.auth import AuthBase

from review.ocr.endpoint import Endpoint
from review.ocr.envelope import (
    ACTION,
    CONTENT_TYPE,
    DETAIL_HEADER,
    VERSION,
    read_answer,
    request_body,
)
from review.ocr.errors import OcrError, Outcome, backoff, meaning
from review.ocr.signing import WireRequest, authorize
from review.ocr.sockets import Deadline
from review.ocr.transport import check_status, new_session, outcome_of, read_limited

__all__ = ["Answer", "Endpoint", "Limits", "OcrClient", "OcrError"]

BASE64_LIMIT = 7_000_000
THROTTLED_PAUSE_S = 1.0
CLIENT_NAME = "KRDL_REVIEW"


@dataclass(frozen=True)
class Limits:
    """Bounds of a call.

    ``deadline_s`` holds for one attempt from the first packet to the last; ``retries`` is how many
    further attempts one call makes by itself (none for callers that keep a durable job).
    """

    connect_s: float = 5.0
    deadline_s: float = 30.0
    answer_bytes: int = 12 * 1024 * 1024
    retries: int = 0


@dataclass(frozen=True)
class Answer:
    """What one call returned: ``response`` is the inner mapping and ``raw`` the body, as received.

    ``detail`` holds ``Confidence`` and ``Boxes`` where the service gives them, else None.
    """

    response: dict[str, Any]
    request_id: str
    detail: dict[str, Any] | None
    duration_s: float
    raw: bytes


class CallPacer(Protocol):
    """What keeps calls below the rate; see ``review.ocr.throttle``."""

    def slot(self) -> AbstractContextManager[None]:
        """Wait for the right to call, and hold it for the block."""

    def push_back(self, seconds: float) -> None:
        """Make everybody who shares the store wait."""


class OcrClient:
    """Calls one endpoint; safe to share between threads.

    ``in_flight`` bounds the calls under way at once. ``session`` is for tests; the default one
    pools connections, never retries and never follows a redirect.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        pacer: CallPacer | None = None,
        limits: Limits | None = None,
        in_flight: int | None = None,
        session: requests.Session | None = None,
    ) -> None:
        self.endpoint = endpoint
        self._pacer = pacer
        self._limits = limits or Limits()
        self._slots = threading.BoundedSemaphore(in_flight) if in_flight else nullcontext()
        self._session = session or new_session(endpoint)

    def recognize(
        self,
        image: bytes | None = None,
        *,
        image_url: str | None = None,
        return_head_image: bool | None = None,
        detail: bool = True,
    ) -> Answer:
        """Send a picture, or its address, and return the answer; raises ``OcrError`` only.

        ``image`` is a PNG or JPEG file of at most 7,000,000 Base64 characters (see
        ``review.ocr.images.fit``). ``detail`` asks our own service for confidence and boxes.
        """
        encoded = _encode(image)
        body = request_body(
            image_base64=encoded, image_url=image_url, return_head_image=return_head_image
        )
        try:
            return self._with_retries(body, detail)
        except OcrError as error:
            if error.code != "ResponseSizeLimitExceeded" or not return_head_image:
                raise
        # The contract's advice: the portrait is what makes an answer large.
        return self._with_retries(request_body(image_base64=encoded, image_url=image_url), detail)

    def close(self) -> None:
        """Let the pooled connections go."""
        self._session.close()

    def _with_retries(self, body: bytes, detail: bool) -> Answer:
        attempt = 1
        while True:
            try:
                return self._attempt(body, detail)
            except OcrError as error:
                if attempt > self._limits.retries or not _may_repeat(error, attempt):
                    raise
                pause = backoff(attempt, retry_after=error.retry_after)
            attempt += 1
            time.sleep(pause)

    def _attempt(self, body: bytes, detail: bool) -> Answer:
        with self._slots, self._pacer.slot() if self._pacer else nullcontext():
            try:
                return self._call(body, detail)
            except OcrError as error:
                if error.outcome is Outcome.THROTTLED and self._pacer is not None:
                    self._pacer.push_back(error.retry_after or THROTTLED_PAUSE_S)
                raise

    def _call(self, body: bytes, detail: bool) -> Answer:
        started = time.monotonic()
        with Deadline(self._limits.deadline_s) as deadline:
            raw = outcome_of(deadline, lambda: self._exchange(body, detail, deadline))
        duration = time.monotonic() - started
        answer = read_answer(raw)
        return Answer(answer.response, answer.request_id, answer.detail, duration, raw)

    def _exchange(self, body: bytes, detail: bool, deadline: Deadline) -> bytes:
        timeout = (self._limits.connect_s, deadline.remaining)
        with self._session.post(
            self.endpoint.base_url,
            data=body,
            headers=self._headers(detail),
            auth=_Tc3Auth(self.endpoint),
            timeout=timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            check_status(response)
            return read_limited(response, self._limits.answer_bytes)

    def _headers(self, detail: bool) -> dict[str, str]:
        endpoint = self.endpoint
        optional = {"X-TC-Region": endpoint.region, "X-TC-Token": endpoint.token}
        return {
            "Content-Type": CONTENT_TYPE,
            "Host": endpoint.host,
            "Accept-Encoding": "identity",
            "X-TC-Action": ACTION,
            "X-TC-Version": VERSION,
            "X-TC-Language": endpoint.language,
            "X-TC-RequestClient": CLIENT_NAME,
            "X-TC-TraceId": str(uuid.uuid4()),
            **{name: value for name, value in optional.items() if value},
            **({DETAIL_HEADER: "1"} if detail else {}),
        }


class _Tc3Auth(AuthBase):
    """Signs the prepared request, that is the very bytes that are sent.

    Being given an ``auth`` also keeps ``requests`` from putting a .netrc entry in its place.
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        timestamp = int(time.time())
        headers = {name: str(value) for name, value in request.headers.items()}
        wire = WireRequest(str(request.method), "", headers, _as_bytes(request.body))
        request.headers["X-TC-Timestamp"] = str(timestamp)
        request.headers["Authorization"] = authorize(wire, self._endpoint.key, timestamp)
        return request


def _as_bytes(body: bytes | str | None) -> bytes:
    return body if isinstance(body, bytes) else (body or "").encode()


def _encode(image: bytes | None) -> str | None:
    if image is None:
        return None
    encoded = base64.b64encode(image).decode("ascii")
    if len(encoded) > BASE64_LIMIT:
        raise OcrError("Local.ImageTooLarge")
    return encoded


def _may_repeat(error: OcrError, attempt: int) -> bool:
    allowed = meaning(error.code).retries
    return allowed is None or attempt <= allowed
