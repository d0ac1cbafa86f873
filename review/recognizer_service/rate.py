"""At most so many requests of one key in any second."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable

from review.recognizer_service.refusal import Refusal

WINDOW_S = 1.0


class RateLimit:
    """Counts admitted requests in the second before each request; refused ones cost nothing."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._lock = threading.Lock()
        self._admitted: dict[str, deque[float]] = defaultdict(deque)

    def admit(self, secret_id: str) -> None:
        """Let a request of a known key pass; raises ``Refusal`` above the rate."""
        now = self._clock()
        with self._lock:
            recent = self._admitted[secret_id]
            while recent and recent[0] <= now - WINDOW_S:
                recent.popleft()
            if len(recent) >= self._rate:
                raise Refusal(
                    "RequestLimitExceeded", f"More than {self._rate} requests in a second."
                )
            recent.append(now)
