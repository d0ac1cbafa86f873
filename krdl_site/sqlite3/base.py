"""SQLite whose writers take turns at a lock file beside the database.

SQLite lets a writer that finds the database busy try again every 100 ms until its timeout. Among
many writers one may go on for ever while the others end in "database is locked". Here they wait
in the kernel until the one before commits, and each gets its turn: for a transaction, or for a
single statement that writes outside of one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from typing import Any

from django.db.backends.sqlite3 import base

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that begins no transaction before it is its turn."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None
        self.execute_wrappers.append(self._in_turn)

    def _in_turn(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Run a statement; one that writes outside a transaction takes a turn of its own."""
        if self._turn is not None or not sql.lstrip().upper().startswith(WRITES):
            return execute(sql, *rest)
        self._take_turn()
        try:
            return execute(sql, *rest)
        finally:
            self._end_turn()

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def close(self) -> None:
        """End the turn with the connection."""
        super().close()
        if not self.in_atomic_block:
            self._end_turn()

    def _take_turn(self) -> None:
        """Wait for the lock; a child process never shares its parent's."""
        if self._turn is not None or self.is_in_memory_db():
            return
        name = f"{self.settings_dict['NAME']}-turn"
        turn = os.open(name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
        except BaseException:
            os.close(turn)
            raise
        self._turn = turn

    def _end_turn(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            os.close(turn)
