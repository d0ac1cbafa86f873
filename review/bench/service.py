"""``./krdl bench service``: requests a second and latency of the recognizer service.

An empty check (bytes that are no picture) shows what the service costs by itself, a clean specimen
card what reading costs; each with 1, 4 and 8 callers on a service started for the run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from review.ocr.client import Limits, OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError
from review.ocr.signing import Key
from review.recognizer_service.config import default_workers
from review.recognizer_service.embedded import ensure_running
from review.specimens import draw

CALLERS = (1, 4, 8)
_KEY = Key("AKIDBENCH", "of no other use")
_NO_RATE = "1000000"
# A result, and the error that an empty check is meant to end in.
_GOOD_CODES = {"", "FailedOperation.ImageDecodeFailed"}
_HEAD = ("picture", "callers", "answered", "per s", "median", "95 %", "refused")


def main(argv: Sequence[str]) -> int:
    """Print a line for each kind of picture and number of callers; returns the exit status."""
    parser = argparse.ArgumentParser(prog="bench service", description=__doc__)
    parser.add_argument("--checks", type=int, default=60, help="empty checks a line")
    parser.add_argument("--cards", type=int, default=16, help="cards a line")
    parser.add_argument("--workers", type=int, default=default_workers())
    chosen = parser.parse_args(argv)
    # What the service can do, not what it allows a key.
    os.environ["KRDL_RECOGNIZER_RATE"] = _NO_RATE
    kinds = {
        "empty check": (b"no picture", chosen.checks),
        "clean card": (draw(1000).picture, chosen.cards),
    }
    print(f"{chosen.workers} reading processes; latency in ms")  # noqa: T201
    print("{:<14}{:>8}{:>10}{:>9}{:>9}{:>9}{:>9}".format(*_HEAD))  # noqa: T201
    with (
        tempfile.TemporaryDirectory() as folder,
        ensure_running(Path(folder), _KEY, workers=chosen.workers) as endpoint,
    ):
        for label, (picture, calls) in kinds.items():
            for callers in CALLERS:
                _report(endpoint, label, picture, calls // callers * callers, callers)
    return 0


def _report(endpoint: Endpoint, label: str, picture: bytes, calls: int, callers: int) -> None:
    client = OcrClient(endpoint, limits=Limits(deadline_s=60))
    with ThreadPoolExecutor(callers) as pool:
        started = time.monotonic()
        trials = list(pool.map(lambda _: _trial(client, picture), range(calls)))
        elapsed = time.monotonic() - started
    client.close()
    answered = [latency for latency, code in trials if code in _GOOD_CODES] or [float("nan")]
    median, late = statistics.median(answered), statistics.quantiles([*answered] * 2, n=20)[-1]
    figures = f"{len(answered) / elapsed:>9.1f}{median * 1000:>9.0f}{late * 1000:>9.0f}"
    print(f"{label:<14}{callers:>8}{len(answered):>10}{figures}{calls - len(answered):>9}")  # noqa: T201


def _trial(client: OcrClient, picture: bytes) -> tuple[float, str]:
    """Return the seconds until the answer, and its code."""
    started = time.monotonic()
    try:
        client.recognize(picture)
    except OcrError as error:
        return time.monotonic() - started, error.code
    return time.monotonic() - started, ""
