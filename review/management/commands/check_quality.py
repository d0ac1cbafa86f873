"""``check_quality``: wire answers in as JSON Lines, findings out, one line for one line."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, BinaryIO, ClassVar, TypeAlias
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser

from review import quality

Result: TypeAlias = list[dict[str, Any]] | dict[str, str]


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
        with _open(options["file"]) as lines:
            results = (_check(line, today) for line in map(bytes.strip, lines) if line)
            try:
                failed = self._print(results)
            except BrokenPipeError:  # the reader, head for one, has seen enough
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                return
        if failed:
            sys.exit(1)

    def _print(self, results: Iterable[Result]) -> bool:
        """Print a line a result and tell whether one of them is an error."""
        failed = False
        for result in results:
            failed |= isinstance(result, dict)
            printed = json.dumps(result, ensure_ascii=False)
            # An unpaired surrogate of the input has no form in UTF-8.
            self.stdout.write(printed.encode("utf-8", "replace").decode("utf-8"))
        self.stdout.flush()
        return failed


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day of the form YYYY-MM-DD") from None


def _open(path: str | None) -> BinaryIO:
    if path is None:
        return sys.stdin.buffer
    try:
        return open(path, "rb")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


def _check(line: bytes, today: date) -> Result:
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
