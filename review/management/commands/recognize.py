"""``recognize``: sends pictures to the configured endpoint and prints what came back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from review.ocr.client import Limits, OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.envelope import failure
from review.ocr.errors import OcrError
from review.ocr.images import ImageProblem, fit
from review.ocr.signing import Key
from review.recognizer_service.embedded import ServiceNotStarted, ensure_running

_LIMITS = Limits(retries=3)
# What the contract would call a file that never got as far as the service.
_UNREADABLE_FILE = ("ResourceNotFound", "The file cannot be read.")
_UNDECODABLE = ("FailedOperation.ImageDecodeFailed", "The file is not a sound PNG or JPEG image.")


class Command(BaseCommand):
    """One JSON line an image, in the envelope of the wire contract, errors too."""

    help = "Recognize pictures of licenses; one JSON line an image."
    requires_system_checks: list[str] = []  # noqa: RUF012 - declared so by Django

    def add_arguments(self, parser: CommandParser) -> None:
        """Take pictures and the wish for confidence and boxes."""
        parser.add_argument("images", nargs="+", metavar="IMAGE")
        parser.add_argument(
            "--detail",
            action="store_true",
            help="add confidence and boxes (pixels of the picture as seen, EXIF turn applied)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Send each picture; the exit is 1 unless all were answered with a result."""
        try:
            with _endpoint() as endpoint:
                client = OcrClient(endpoint, limits=_LIMITS)
                lines = [self._print(client, name, options) for name in options["images"]]
        except (ServiceNotStarted, ValueError) as error:
            raise CommandError(str(error)) from None
        if not all(lines):
            raise SystemExit(1)

    def _print(self, client: OcrClient, name: str, options: dict[str, Any]) -> bool:
        answer = _recognize(client, name, detail=options["detail"])
        self.stdout.write(json.dumps({"file": name, **answer}, ensure_ascii=False))
        self.stdout.flush()
        return "Error" not in answer["Response"]


@contextmanager
def _endpoint() -> Iterator[Endpoint]:
    key = Key(settings.KRDL_OCR_SECRET_ID, settings.KRDL_OCR_SECRET_KEY)
    if settings.KRDL_OCR_ENDPOINT:
        yield Endpoint(
            settings.KRDL_OCR_ENDPOINT,
            key.secret_id,
            key.secret_key,
            token=settings.KRDL_OCR_TOKEN,
            region=settings.KRDL_OCR_REGION,
            allow_plain_http=settings.KRDL_OCR_ALLOW_HTTP,
        )
        return
    with ensure_running(Path(settings.KRDL_DATA_DIR), key) as endpoint:
        yield endpoint


def _recognize(client: OcrClient, name: str, *, detail: bool) -> dict[str, Any]:
    try:
        fitted = fit(Path(name).read_bytes())
        answer = client.recognize(fitted.data, detail=detail)
    except OSError:
        return failure(*_UNREADABLE_FILE, "")
    except ImageProblem:
        return failure(*_UNDECODABLE, "")
    except OcrError as error:
        return failure(error.code, error.message, error.request_id)
    found: dict[str, Any] = {"Response": answer.response}
    if detail and answer.detail is not None:
        found["Detail"] = _unscaled(answer.detail, fitted.scale)
    return found


def _unscaled(detail: dict[str, Any], scale: float) -> dict[str, Any]:
    """Return the detail with its boxes in pixels of the original picture."""
    if scale == 1.0:
        return detail
    boxes = {
        field: [[[round(x / scale, 1), round(y / scale, 1)] for x, y in quad] for quad in quads]
        for field, quads in detail.get("Boxes", {}).items()
    }
    return {**detail, "Boxes": boxes}
