"""What the pacer asks of a store, in words that all stores share."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

# An instant further ahead than this was left by a clock that has been set back since.
AHEAD_LIMIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Reservation:
    """An instant, in seconds of this process's monotonic clock.

    It lies between the two values: a store elsewhere is asked over a wire that takes a while.
    """

    earliest: float
    latest: float


@dataclass(frozen=True)
class Place:
    """A place of strict mode, taken until ``until``, in whatever form the store has it."""

    number: int
    until: object


class Store(Protocol):
    """What the pacer needs; every method is atomic over all processes."""

    def reserve(self, step_s: float) -> Reservation:
        """Reserve the next instant and move the one after it ``step_s`` further."""

    def push_back(self, seconds: float) -> None:
        """Put the next instant at least ``seconds`` from now."""

    def take(self, places: int, lease_s: float) -> Place | None:
        """Take a free place for at most ``lease_s``; None if there is none now."""

    def leave(self, place: Place, rest_s: float) -> None:
        """Free a place ``rest_s`` from now, unless its lease has ended."""

    def reconnect(self) -> None:
        """Forget a connection that failed."""


def reservation(asked: float, wait: float) -> Reservation:
    """Translate ``wait`` seconds that a store counted between ``asked`` and this moment."""
    return Reservation(asked + wait, time.monotonic() + wait)
