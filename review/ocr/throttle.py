"""Keeps the calls of any number of processes below the rate of the service.

**Usual mode.** Each call reserves the next instant in a store that all share: the later of now
and the instant after the last one reserved, ``SPACING`` of a rate's share apart. It sleeps until
then, and gives the reservation up if it wakes more than ``LATE_S`` after it. For 20 a second:
twenty-one calls in a row span at least 20 x 52 ms - 25 ms = 1015 ms, so no second holds more than
twenty, whatever processes and machines they leave from.

**Strict mode.** What the receiver counts is later than what the sender counts, by times that
differ. Here each call holds one of ``rate`` places, which is free again one second after the
answer: two calls on one place reach the receiver more than a second apart. This bounds the
receiver too, at a lower rate.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
import redis

from review.ocr.errors import OcrError
from review.ocr.stores import Place, Store

SPACING = 1.04
LATE_S = 0.025
REST_S = 1.001
LONGEST_PUSH_S = 60.0

_TRIES = 400
_POLL_S = 0.02
_STORE_ERRORS = (sqlite3.Error, psycopg.Error, redis.RedisError, OSError)

T = TypeVar("T")


class Pacer:
    """Paces the calls that share ``store``; safe to share between threads.

    ``rate`` is calls in any sliding second. ``lease_s`` is how long a place stays taken in strict
    mode when its holder dies; it has to be longer than a call may last.
    """

    def __init__(
        self, store: Store, rate: int = 20, *, strict: bool = False, lease_s: float = 60.0
    ) -> None:
        self._store = store
        self._rate = rate
        self._strict = strict
        self._lease_s = lease_s

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for the right to call and hold it for the block; raises ``OcrError``."""
        if not self._strict:
            self.wait()
            yield
            return
        place = self._wait_for_place()
        try:
            yield
        finally:
            self._asked(lambda: self._store.leave(place, REST_S))

    def wait(self) -> None:
        """Return at an instant that is ours in the usual mode; raises ``OcrError``."""
        step = SPACING / self._rate
        for _ in range(_TRIES):
            reserved = self._asked(lambda: self._store.reserve(step))
            time.sleep(max(reserved.latest - time.monotonic(), 0))
            if time.monotonic() - reserved.earliest <= LATE_S:
                return
        raise OcrError("Local.PacerUnavailable")

    def push_back(self, seconds: float) -> None:
        """Let nobody reserve an instant of the next ``seconds``; raises ``OcrError``."""
        self._asked(lambda: self._store.push_back(min(seconds, LONGEST_PUSH_S)))

    def _wait_for_place(self) -> Place:
        ends = time.monotonic() + self._lease_s * 2
        while time.monotonic() < ends:
            place = self._asked(lambda: self._store.take(self._rate, self._lease_s))
            if place is not None:
                return place
            time.sleep(_POLL_S * (1 + random.random()))  # noqa: S311 - spreads load
        raise OcrError("Local.PacerUnavailable")

    def _asked(self, question: Callable[[], T]) -> T:
        """Ask the store, once more over a new connection if the old one broke."""
        try:
            return question()
        except _STORE_ERRORS:
            self._store.reconnect()
        try:
            return question()
        except _STORE_ERRORS:
            self._store.reconnect()
        raise OcrError("Local.PacerUnavailable")
