"""The configured OCR endpoint as a client: the embedded service, or the one the settings name."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.conf import settings

from review.ocr import cover, errors, images
from review.ocr.client import Answer, OcrClient
from review.ocr.cover import Again, Cover
from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError, Outcome
from review.ocr.stores import open_store
from review.ocr.throttle import Pacer
from review.recognizer_service.embedded import PORT_FILE

EMBEDDED = "embedded"
# A second reading is tried again only after faults that pass.
PASSING = (Outcome.RETRY_LATER, Outcome.THROTTLED)
COVER_TRIES = 3


@dataclass(frozen=True)
class Engine:
    """An endpoint's name in rows and on screens, and the client that calls it."""

    name: str
    client: OcrClient

    def read(self, picture: bytes, *, halvings: int = 0) -> Answer:
        """Fit ``picture`` to the limits, send it, and return the answer; raises OcrError.

        Boxes in the answer's detail are in pixels of ``picture`` as seen, EXIF turn applied.
        ``halvings`` is how often the byte limit is halved first.
        """
        try:
            fitted = images.fit(picture, images.BASE64_LIMIT >> halvings)
        except images.ImageProblem as problem:
            raise OcrError("Local.NotAnImage") from problem
        answer = self.client.recognize(
            fitted.data, return_head_image=settings.KRDL_OCR_PORTRAIT or None
        )
        return replace(answer, detail=unscaled(answer.detail, fitted.scale))

    def cover(self, picture: bytes, answer: Answer) -> Cover:
        """Cover the resident number's tail in ``picture`` and read the covered picture again.

        ``answer`` is what this engine read; a cover that no second reading bears out is thrown
        away, and the verdict says why.
        """
        return cover.made(picture, answer.response, answer.detail or {}, self._read_again)

    def _read_again(self, covered: bytes) -> Again | None:
        """Return the reading of a covered picture, None where the engine gives none."""
        for left in reversed(range(COVER_TRIES)):
            try:
                answer = self.read(covered)
                return Again(answer.detail, answer.response.get("Photo") or "")
            except OcrError as error:
                if error.outcome not in PASSING or not left:
                    return None
                time.sleep(errors.backoff(COVER_TRIES - left, retry_after=error.retry_after))
        return None


def name() -> str:
    """Return what rows and screens call the configured endpoint."""
    return settings.KRDL_OCR_ENDPOINT or EMBEDDED


def named_endpoint() -> Endpoint:
    """Return the endpoint that the settings name; raises ValueError if it cannot work."""
    return Endpoint(
        settings.KRDL_OCR_ENDPOINT,
        settings.KRDL_OCR_SECRET_ID,
        settings.KRDL_OCR_SECRET_KEY,
        token=settings.KRDL_OCR_TOKEN,
        region=settings.KRDL_OCR_REGION,
        allow_plain_http=settings.KRDL_OCR_ALLOW_HTTP,
    )


def configured() -> Engine:
    """Return the engine to call now; raises OcrError while the embedded service is not up."""
    if settings.KRDL_OCR_ENDPOINT:
        return _engine(named_endpoint())
    return _engine(
        Endpoint(
            f"http://127.0.0.1:{_embedded_port()}",
            settings.KRDL_OCR_SECRET_ID,
            settings.KRDL_OCR_SECRET_KEY,
        )
    )


def in_flight() -> int:
    """Return how many calls may be under way at once."""
    return settings.KRDL_RECOGNIZER_WORKERS + 1


def unscaled(detail: dict[str, Any] | None, scale: float) -> dict[str, Any] | None:
    """Return ``detail`` with its boxes in pixels of the picture before it was scaled."""
    if detail is None or scale == 1.0:
        return detail
    boxes = {name: _unscaled(quads, scale) for name, quads in detail.get("Boxes", {}).items()}
    tails = _unscaled(detail.get("Tails", []), scale)
    return {**detail, "Boxes": boxes, "Tails": tails}


def _unscaled(quads: list[Any], scale: float) -> list[Any]:
    return [[[round(x / scale, 1), round(y / scale, 1)] for x, y in quad] for quad in quads]


@lru_cache(maxsize=4)
def _engine(endpoint: Endpoint) -> Engine:
    return Engine(name(), OcrClient(endpoint, pacer=pacer(), in_flight=in_flight()))


def pacer() -> Pacer:
    """Return the pacer that everybody who calls with this key shares."""
    store = open_store(settings.KRDL_PACER_STORE, settings.KRDL_OCR_SECRET_ID)
    return Pacer(store, settings.KRDL_OCR_RATE, strict=settings.KRDL_OCR_STRICT_RATE)


def _embedded_port() -> int:
    try:
        return int((settings.KRDL_DATA_DIR / PORT_FILE).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise OcrError("Transport.Connection") from error
