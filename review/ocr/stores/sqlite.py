"""The pacer's instants in a SQLite file, for the processes of one machine.

SQLite has no clock; all its processes run on one machine, whose monotonic clock is the same for
all of them and which no clock adjustment moves.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from review.ocr.stores.base import Place, Reservation


class SqliteStore:
    """A file of its own; losing it loses nothing but the last instants."""

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        # Monotonic instants mean nothing after a reboot.
        self._name = f"{name}@{_boot()}"
        self._lock = threading.Lock()
        self._open: tuple[int, sqlite3.Connection] | None = None

    def reserve(self, step_s: float) -> Reservation:
        """See ``Store``."""
        with self._transaction() as (connection, now):
            at = max(now, self._next(connection, now))
            self._set_next(connection, at + step_s)
        return Reservation(at, at)

    def push_back(self, seconds: float) -> None:
        """See ``Store``."""
        with self._transaction() as (connection, now):
            self._set_next(connection, max(self._next(connection, now), now + seconds))

    def take(self, places: int, lease_s: float) -> Place | None:
        """See ``Store``."""
        with self._transaction() as (connection, now):
            if self._next(connection, now) > now:
                return None
            held = dict(
                connection.execute(
                    "select number, free_at from pacer_place where name = ?", [self._name]
                ).fetchall()
            )
            number = min(range(places), key=lambda one: held.get(one, 0.0))
            if held.get(number, 0.0) > now:
                return None
            connection.execute(
                "insert or replace into pacer_place values (?, ?, ?)",
                [self._name, number, now + lease_s],
            )
            return Place(number, now + lease_s)

    def leave(self, place: Place, rest_s: float) -> None:
        """See ``Store``."""
        with self._transaction() as (connection, now):
            connection.execute(
                "update pacer_place set free_at = ? where name = ? and number = ? and free_at = ?",
                [now + rest_s, self._name, place.number, place.until],
            )

    def reconnect(self) -> None:
        """See ``Store``."""
        self._open = None

    @contextmanager
    def _transaction(self) -> Iterator[tuple[sqlite3.Connection, float]]:
        with self._lock:
            connection = self._connection()
            connection.execute("begin immediate")
            try:
                yield connection, time.monotonic()
            finally:
                connection.execute("commit")

    def _connection(self) -> sqlite3.Connection:
        if self._open is None or self._open[0] != os.getpid():
            self._open = (os.getpid(), _sqlite(self._path))
        return self._open[1]

    def _next(self, connection: sqlite3.Connection, now: float) -> float:
        row = connection.execute(
            "select next_at from pacer where name = ?", [self._name]
        ).fetchone()
        return float(row[0]) if row else now

    def _set_next(self, connection: sqlite3.Connection, at: float) -> None:
        connection.execute("insert or replace into pacer values (?, ?)", [self._name, at])


def _sqlite(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = off")
    connection.execute("create table if not exists pacer (name text primary key, next_at real)")
    connection.execute(
        "create table if not exists pacer_place"
        " (name text, number integer, free_at real, primary key (name, number))"
    )
    return connection


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
