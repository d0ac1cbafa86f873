"""The reading processes, and the short queue in front of them.

A picture is read in a process of its own kind, so that the service answers others meanwhile and
outlives whatever a picture does to the engine: a reader that dies or runs out of time is replaced.
"""

from __future__ import annotations

import logging
import multiprocessing
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from review.recognizer_service.reader import (
    READY,
    Answer,
    Boxes,
    Failure,
    Located,
    Reading,
    Task,
    serve,
)
from review.recognizer_service.refusal import Refusal

log = logging.getLogger(__name__)

# A fresh interpreter: nothing of the service (sockets, locks, threads) leaks into a reader, and
# a reader notices by its closed pipe when the service is gone.
_processes = multiprocessing.get_context("spawn")

# Of the time there is, the share after which a reader gives up by itself: one that is killed has to
# load its engine again.
OWN_SHARE = 0.8
_REFUSALS = {
    "NotALicense": ("FailedOperation.OcrFailed", "Nothing that looks like a license."),
    "SeveralCards": ("FailedOperation.OcrFailed", "More than one card in the picture."),
    "UndecodableImage": (
        "InvalidParameter.EngineImageDecodeFailed",
        "The image cannot be decoded.",
    ),
    "OutOfTime": ("FailedOperation.EngineRecognizeTimeout", "The image took too long to read."),
    "ImageTooLarge": (
        "InvalidParameter.EngineImageDecodeFailed",
        "The image has too many pixels.",
    ),
}


class ReaderPool:
    """``workers`` readers, and at most ``waiting`` requests that wait for one."""

    def __init__(self, workers: int, waiting: int, engine: str) -> None:
        self._places = threading.BoundedSemaphore(workers + waiting)
        self._idle: queue.LifoQueue[_Reader] = queue.LifoQueue()
        self._readers = [_Reader(engine) for _ in range(workers)]
        for reader in self._readers:
            self._idle.put(reader)

    def read(self, image: bytes, *, portrait: bool, seconds: float) -> Reading:
        """Read a picture within ``seconds``; raises ``Refusal``."""
        answer = self._ask(Task(image, portrait), seconds)
        if isinstance(answer, Reading):
            return answer
        raise _refusal(answer)

    def locate(self, image: bytes, values: dict[str, str], *, seconds: float) -> Boxes:
        """Return where ``values`` are printed in a picture; raises ``Refusal``."""
        answer = self._ask(Task(image, values=values), seconds)
        if isinstance(answer, Located):
            return answer.boxes
        raise _refusal(answer)

    def _ask(self, task: Task, seconds: float) -> Answer:
        ends = time.monotonic() + seconds
        # Who waited longer would leave its reader too little time, and be killed with it.
        with self._place(), self._reader(seconds / 2) as reader:
            return reader.ask(task, ends - time.monotonic())

    def close(self) -> None:
        """End all readers."""
        for reader in self._readers:
            reader.stop()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Refusal("RequestLimitExceeded", "All readers are busy and the queue is full.")
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _reader(self, seconds: float) -> Iterator[_Reader]:
        try:
            reader = self._idle.get(timeout=max(seconds, 0))
        except queue.Empty:
            raise Refusal("RequestLimitExceeded", "All readers stayed busy.") from None
        try:
            yield reader
        finally:
            self._idle.put(reader)


def _refusal(answer: Answer) -> Refusal:
    if isinstance(answer, Failure) and answer.expected and answer.kind in _REFUSALS:
        return Refusal(*_REFUSALS[answer.kind])
    log.error("the engine failed: %s", getattr(answer, "kind", "another kind of answer"))
    return Refusal("InternalError", "The engine failed.")


class _Reader:
    """One process and the pipe to it."""

    def __init__(self, engine: str) -> None:
        self._engine = engine
        # Who stops the reader does so while another thread may be waiting for its answer.
        self._changing = threading.Lock()
        self._is_stopped = False
        self._start()

    def ask(self, task: Task, seconds: float) -> Answer:
        """Pass a task on and wait; raises ``Refusal`` if there is no answer in time."""
        ends = time.monotonic() + seconds
        if not self._process.is_alive():
            self._restart()
        if not self._ready:
            self._await_ready(seconds)
            # Too little time left would kill what has only just loaded, again and again.
            if ends - time.monotonic() < seconds / 2:
                raise Refusal("ServiceUnavailable", "The engine has only just loaded.")
        return self._read(task, ends - time.monotonic())

    def _await_ready(self, seconds: float) -> None:
        """Wait for the engine to load; a slow start is no reason to start all over."""
        try:
            if self._pipe.poll(max(seconds, 0)):
                self._ready = self._pipe.recv() == READY
        except (EOFError, OSError):
            raise Refusal("InternalError", "The engine does not load.") from None
        if not self._ready:
            raise Refusal("ServiceUnavailable", "The engine is still loading.")

    def _read(self, task: Task, seconds: float) -> Answer:
        overdue = threading.Event()
        watchdog = threading.Timer(max(seconds, 0), self._kill, [overdue, self._process])
        watchdog.start()
        try:
            self._pipe.send(replace(task, seconds=OWN_SHARE * seconds))
            return self._answer()
        except (EOFError, OSError):
            self._restart()
        finally:
            watchdog.cancel()
        if overdue.is_set():
            raise Refusal("FailedOperation.EngineRecognizeTimeout", "Reading took too long.")
        raise Refusal("InternalError", "The reader was lost.")

    def stop(self) -> None:
        """End the process at once, for good: it holds nothing that has to be kept."""
        with self._changing:
            self._is_stopped = True
            self._end()

    def _end(self) -> None:
        self._process.kill()
        self._process.join(5)
        self._pipe.close()

    def _start(self) -> None:
        self._pipe, theirs = _processes.Pipe()
        self._process = _processes.Process(target=serve, args=(theirs, self._engine), daemon=True)
        self._process.start()
        self._ready = False
        theirs.close()

    def _restart(self) -> None:
        with self._changing:
            if self._is_stopped:
                raise Refusal("ServiceUnavailable", "The readers have been stopped.")
            log.warning("a reading process ended and is replaced")
            self._end()
            self._start()

    def _answer(self) -> Answer:
        answer = self._pipe.recv()
        if isinstance(answer, Answer):
            return answer
        raise EOFError

    @staticmethod
    def _kill(overdue: threading.Event, process: multiprocessing.process.BaseProcess) -> None:
        overdue.set()
        process.kill()
