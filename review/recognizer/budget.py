"""What one picture may cost: wall clock, and work that is the same on every machine."""

from __future__ import annotations

import math
import time

from .errors import OutOfTime

# An answer is due within 10 s; whatever was begun by now still ends in time on a busy machine.
SECONDS = 8.0
# Work is counted in columns of line pictures; one look of the detector costs as much as these.
LOOK_WORK = 1500
WORK = 12_500
READING_WORK = 5_000  # kept back for reading the lines of the view that is chosen


class Budget:
    """The time and the work left for one picture, counted from its creation.

    ``seconds``: less than the usual time where the caller has no more of it.
    """

    def __init__(self, seconds: float = math.inf) -> None:
        self._ends = time.monotonic() + min(SECONDS, seconds)
        self._work = WORK

    def check(self) -> None:
        """Raise OutOfTime once the time is over; asked between stages and between lines."""
        if self.is_over:
            raise OutOfTime("no answer within the time that a picture may take")

    @property
    def is_over(self) -> bool:
        """Whether the time is over: what is not needed for an answer is left out."""
        return time.monotonic() >= self._ends

    def spend(self, work: int) -> None:
        """Count ``work`` columns as done."""
        self._work -= work

    @property
    def left(self) -> int:
        """Return the work that is left, in columns."""
        return max(self._work, 0)

    @property
    def allows_a_look(self) -> bool:
        """Whether one more view fits, with enough work left to read it."""
        return self.allows(LOOK_WORK + READING_WORK)

    def allows(self, work: int) -> bool:
        """Whether so much work is left."""
        return self._work >= work
