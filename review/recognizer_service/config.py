"""What the service can be told; every value has a working default."""

from __future__ import annotations

import os
from dataclasses import dataclass


def default_workers() -> int:
    """Return the number of reading processes for this machine: its cores, at most four."""
    return max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True)
class ServiceConfig:
    """Limits of the service; times in seconds (the promise is an answer within ten).

    ``waiting`` is how many requests may wait for a reader before further ones are turned away.
    ``engine`` is the module that reads (``load()`` and ``read()``, see ``review.recognizer``).
    ``private_urls`` lets ``ImageUrl`` reach private addresses: for tests and intranets only.
    """

    workers: int = 1
    waiting: int = 8
    rate: int = 20
    answer_s: float = 9.5
    upload_s: float = 30.0
    fetch_s: float = 3.0
    engine: str = "review.recognizer"
    private_urls: bool = False

    @classmethod
    def from_environment(cls, *, workers: int | None = None, engine: str = "") -> ServiceConfig:
        """Return the configuration of this machine.

        ``KRDL_RECOGNIZER_RATE`` and ``KRDL_RECOGNIZER_PRIVATE_URLS=1`` change two of the limits.
        """
        count = workers or default_workers()
        return cls(
            workers=count,
            waiting=max(8, 4 * count),
            rate=int(os.environ.get("KRDL_RECOGNIZER_RATE") or cls.rate),
            engine=engine or cls.engine,
            private_urls=os.environ.get("KRDL_RECOGNIZER_PRIVATE_URLS") == "1",
        )
