"""A lock between processes: a file that one of them holds until it lets go or dies."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path


class AlreadyHeldError(Exception):
    """Another process holds the lock."""


@contextlib.contextmanager
def held(path: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock file ``path`` during the block; child processes do not inherit it.

    Without ``wait``, raises AlreadyHeldError when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise AlreadyHeldError(str(path)) from error
        yield
