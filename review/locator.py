"""Boxes for what another endpoint read: found in the picture afterwards, by our own engine.

With the number's box comes the covered picture, which is shown without a reveal.
"""

from __future__ import annotations

import base64
import logging
import queue
import threading

from django.conf import settings
from django.db import close_old_connections

from review import license_fields
from review.models import Extraction
from review.ocr import cover
from review.ocr.cover import Again, Cover
from review.recognizer_service.reader import Boxes
from review.recognizer_service.readers import ReaderPool
from review.recognizer_service.refusal import Refusal
from review.services import recognition

log = logging.getLogger(__name__)

ENGINE = "review.recognizer"
# Nothing waits for it: the limit is for pictures that never come to an end.
LIMIT_S = 60.0
# A longer text is no value of a card, and would take long to look for.
LONGEST_VALUE = 200
# How sure a place is at which what is printed is the value, but for a fifth of its characters.
FOUND = 0.8


class Locator:
    """Finds where the values of extractions are printed, one at a time, in a thread of its own.

    Records are open for review meanwhile: nothing waits for it, and where it fails or takes too
    long there are no boxes. Its process of the engine starts with the first extraction.
    """

    def __init__(self, engine: str = ENGINE) -> None:
        self._engine = engine
        self._waiting: queue.SimpleQueue[tuple[Extraction, int]] = queue.SimpleQueue()
        self._pool: ReaderPool | None = None
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def later(self, extraction: Extraction) -> None:
        """Look for the values of ``extraction`` in the picture that its record has now."""
        self._waiting.put((extraction, extraction.record.image.pk))
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def find(self, extraction: Extraction, image: int) -> None:
        """Look now, and keep the boxes; whatever fails leaves the extraction without."""
        try:
            shown = extraction.record.images.get(pk=image)
            picture = shown.read()
            boxes = self._engine_process().locate(picture, _values(extraction), seconds=LIMIT_S)
            made = self._cover(picture, extraction, boxes) if boxes.get("Number") else None
            recognition.keep_boxes(extraction, boxes, shown, made)
        # Whatever a picture or a foreign answer does to the engine: boxes are a convenience.
        except Exception as problem:
            log.warning("No boxes for extraction %s: %s", extraction.pk, type(problem).__name__)

    def _cover(self, picture: bytes, extraction: Extraction, boxes: Boxes) -> Cover:
        """Return the picture covered where the number was found, read again by our engine."""
        detail = {"Boxes": boxes, "Confidence": {"Number": FOUND}}
        return cover.made(picture, extraction.response, detail, self._read_again)

    def _read_again(self, covered: bytes) -> Again | None:
        wanted = settings.KRDL_OCR_PORTRAIT
        try:
            reading = self._engine_process().read(covered, portrait=wanted, seconds=LIMIT_S)
        except Refusal:
            return None
        return Again(reading.detail, base64.b64encode(reading.portrait or b"").decode())

    def close(self) -> None:
        """End the process of the engine."""
        if self._pool is not None:
            self._pool.close()

    def _run(self) -> None:
        while True:
            extraction, image = self._waiting.get()
            close_old_connections()
            self.find(extraction, image)

    def _engine_process(self) -> ReaderPool:
        self._pool = self._pool or ReaderPool(1, 0, self._engine)
        return self._pool


def _values(extraction: Extraction) -> dict[str, str]:
    """Return the filled text fields of an answer."""
    given = ((name, extraction.response.get(name)) for name in license_fields.NAMES)
    return {
        name: value
        for name, value in given
        if isinstance(value, str) and 0 < len(value) <= LONGEST_VALUE
    }
