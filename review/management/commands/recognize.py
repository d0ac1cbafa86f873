"""``recognize``: sends pictures to the configured endpoint and prints what came back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from review import engine
from review.ocr.client import Limits, OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.envelope import failure
from review.ocr.errors import OcrError
from review.ocr.signing import Key
from review.recognizer_service.embedded import ServiceNotStarted, ensure_running

_LIMITS = Limits(retries=3)
# What the contract would call a file that never got as far as the service.
_UNREADABLE_FILE = ("ResourceNotFound", "The file cannot be read.")
_CONTRACT_CODES = {
    "Local.NotAnImage": "FailedOperation.ImageDecodeFailed",
    "Local.ImageTooLarge": "LimitExceeded.TooLargeFileError",
}


class Command(BaseCommand):
    """One JSON line an image, in the envelope of the wire contract, errors too."""

    help = "Recognize pictures of licenses; one JSON line an image."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take pictures and the wish for confidence and boxes."""
        parser.add_argument("images", nargs="+", metavar="IMAGE")
        parser.add_argument(
            "--detail",
            action="store_true",
            help="add confidence and boxes (pixels of the picture as seen, EXIF turn applied)",
        )

    def handle(self, *args: Any, images: list[str], detail: bool, **options: Any) -> None:
        """Send each picture; the exit is 1 unless all were answered with a result."""
        try:
            with _reader() as reader:
                answered = [self._print(reader, name, detail=detail) for name in images]
        except (ServiceNotStarted, ValueError) as error:
            raise CommandError(str(error)) from None
        if not all(answered):
            raise SystemExit(1)

    def _print(self, reader: engine.Engine, name: str, *, detail: bool) -> bool:
        answer = _recognize(reader, name, detail=detail)
        self.stdout.write(json.dumps({"file": name, **answer}, ensure_ascii=False))
        self.stdout.flush()
        return "Error" not in answer["Response"]


@contextmanager
def _reader() -> Iterator[engine.Engine]:
    with _endpoint() as endpoint:
        client = OcrClient(endpoint, pacer=engine.pacer(), limits=_LIMITS)
        yield engine.Engine(engine.name(), client)


@contextmanager
def _endpoint() -> Iterator[Endpoint]:
    if settings.KRDL_OCR_ENDPOINT:
        yield engine.named_endpoint()
        return
    key = Key(settings.KRDL_OCR_SECRET_ID, settings.KRDL_OCR_SECRET_KEY)
    with ensure_running(settings.KRDL_DATA_DIR, key) as endpoint:
        yield endpoint


def _recognize(reader: engine.Engine, name: str, *, detail: bool) -> dict[str, Any]:
    try:
        answer = reader.read(Path(name).read_bytes())
    except OSError:
        return failure(*_UNREADABLE_FILE, "")
    except OcrError as error:
        code = _CONTRACT_CODES.get(error.code, error.code)
        return failure(code, error.message, error.request_id)
    beside = {"Detail": answer.detail} if detail and answer.detail is not None else {}
    return {"Response": answer.response, **beside}
