"""``check_quality``: wire answers in as JSON Lines, findings out, one line for one line."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from review import quality


class Command(BaseCommand):
    """Print the findings on each answer; a blank line is passed over."""

    help = "Check wire responses (JSON Lines, file or standard input) against the quality rules."
    requires_system_checks: ClassVar[list[str]] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare ``--today`` and ``FILE``."""
        parser.add_argument("file", nargs="?", metavar="FILE", help="default: standard input")
        parser.add_argument(
            "--today", type=_day, metavar="YYYY-MM-DD",
            help="the day to check against; default: today in Asia/Seoul",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Check line by line; exit with 1 at the end if a line could not be checked."""
        today = options["today"] or datetime.now(ZoneInfo("Asia/Seoul")).date()
        failed = False
        with _lines(options["file"]) as lines:
            for line in filter(None, map(bytes.strip, lines)):
                result = _check(line, today)
                failed |= isinstance(result, dict)
                printed = json.dumps(result, ensure_ascii=False)
                # An unpaired surrogate of the input has no form in UTF-8.
                self.stdout.write(printed.encode("utf-8", "replace").decode("utf-8"))
        if failed:
            sys.exit(1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day of the form YYYY-MM-DD") from None


@contextmanager
def _lines(path: str | None) -> Iterator[Iterable[bytes]]:
    if path is None:
        yield sys.stdin.buffer
        return
    try:
        with open(path, "rb") as file:
            yield file
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


def _check(line: bytes, today: date) -> list[dict[str, Any]] | dict[str, str]:
    """Return the findings on one line, or why it cannot be checked."""
    try:
        envelope = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON in UTF-8"}
    response = envelope.get("Response") if isinstance(envelope, dict) else None
    if not isinstance(response, dict):
        return {"error": 'no object {"Response": {...}}'}
    if "Error" in response:
        return {"error": f"the answer is an error: {_code(response['Error'])}"}
    return [finding.as_dict() for finding in quality.check(response, today)]


def _code(error: object) -> str:
    return str(error.get("Code", "")) if isinstance(error, dict) else ""
