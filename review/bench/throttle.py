"""``./krdl bench throttle``: how many calls a second leave and arrive, at most and on average.

Several processes call a small receiver through the pacer, over each of the stores. A peak is the
largest number of calls in any sliding second of the run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import threading
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.queues import Queue
from pathlib import Path
from uuid import uuid4

from review.ocr.client import OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError
from review.ocr.stores import open_store
from review.ocr.throttle import Pacer

_spawned = multiprocessing.get_context("spawn")
_ANSWER = b'{"Response": {"Error": {"Code": "InternalError", "Message": ""}, "RequestId": "bench"}}'


@dataclass(frozen=True)
class Trial:
    """One line of the report; ``location`` is the store's."""

    label: str
    location: str
    strict: bool


class TimedPacer(Pacer):
    """Notes when each call was let go, on the clock that all processes of a machine share."""

    left: list[float]

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait like any pacer, and note the instant."""
        with super().slot():
            self.left.append(time.monotonic())
            yield


def main(argv: Sequence[str]) -> int:
    """Run each store in both modes and print a line a trial; returns the exit status."""
    parser = argparse.ArgumentParser(prog="bench throttle", description=__doc__)
    parser.add_argument("--calls", type=int, default=200, help="calls a trial (all processes)")
    parser.add_argument("--processes", type=int, default=4, help="processes that call")
    chosen = parser.parse_args(argv)
    print(f"{'store':<12}{'mode':<9}{'calls':>6}{'calls/s':>9}{'peak out':>10}{'peak in':>9}")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        for trial in _trials(Path(folder)):
            _report(trial, chosen.processes, chosen.calls // chosen.processes)
    return 0


def _trials(folder: Path) -> Iterator[Trial]:
    environment = os.environ.get
    locations = {
        "SQLite": str(folder / "pacer.sqlite3"),
        "PostgreSQL": environment("KRDL_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1"),
        "Redis": environment("KRDL_TEST_REDIS_URL", "redis://127.0.0.1:6379"),
    }
    for strict in (False, True):
        for label, location in locations.items():
            yield Trial(label, location, strict)


def _report(trial: Trial, processes: int, calls: int) -> None:
    mode = "strict" if trial.strict else "usual"
    try:
        open_store(trial.location, "bench-probe").reserve(0.0)
    except Exception as error:
        print(f"{trial.label:<12}{mode:<9}not reachable ({type(error).__name__})")  # noqa: T201
        return
    left, arrived = _run(trial, processes, calls)
    rate = (len(left) - 1) / (max(left) - min(left))
    shown = f"{len(left):>6}{rate:>9.1f}{peak(left):>10}{peak(arrived):>9}"
    print(f"{trial.label:<12}{mode:<9}{shown}")  # noqa: T201


def peak(instants: Sequence[float], window_s: float = 1.0) -> int:
    """Return the largest number of instants in any half-open window."""
    ordered = sorted(instants)
    return max(bisect_left(ordered, one + window_s) - at for at, one in enumerate(ordered))


def _run(trial: Trial, processes: int, calls: int) -> tuple[list[float], list[float]]:
    with _receiver() as (url, arrived):
        told: Queue[list[float]] = _spawned.Queue()
        name = f"bench-{uuid4().hex}"
        senders = [
            _spawned.Process(target=_send, args=(trial, name, url, calls, told))
            for _ in range(processes)
        ]
        for sender in senders:
            sender.start()
        left = [instant for _ in senders for instant in told.get(timeout=300)]
        for sender in senders:
            sender.join()
        return left, arrived


def _send(trial: Trial, name: str, url: str, calls: int, told: Queue[list[float]]) -> None:
    pacer = TimedPacer(open_store(trial.location, name), strict=trial.strict)
    pacer.left = []
    client = OcrClient(Endpoint(url, "bench", "bench"), pacer=pacer)
    for _ in range(calls):
        try:
            client.recognize(b"")
        except OcrError:
            continue
    told.put(pacer.left)


@contextmanager
def _receiver() -> Iterator[tuple[str, list[float]]]:
    arrived: list[float] = []

    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            arrived.append(time.monotonic())
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(_ANSWER)))
            self.end_headers()
            self.wfile.write(_ANSWER)

        def log_message(self, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", arrived
    finally:
        server.shutdown()
        server.server_close()
