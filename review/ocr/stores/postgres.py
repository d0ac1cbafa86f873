"""The pacer's instants in PostgreSQL, by its clock."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any, LiteralString

import psycopg

from review.ocr.stores.base import AHEAD_LIMIT, Place, Reservation, reservation


class PostgresStore:
    """Two small unlogged tables, made when they are missing."""

    _SCHEMA = """
        create unlogged table if not exists ocr_pacer
            (name text primary key, next_at timestamptz not null);
        create unlogged table if not exists ocr_pacer_place
            (name text, number integer, free_at timestamptz not null,
             primary key (name, number))"""
    _RESERVE = """
        insert into ocr_pacer as held values (%(name)s, clock_timestamp() + %(step)s)
        on conflict (name) do update set next_at = %(step)s + case
            when held.next_at > clock_timestamp() + %(ahead)s then clock_timestamp()
            else greatest(held.next_at, clock_timestamp()) end
        returning extract(epoch from next_at - %(step)s - clock_timestamp())"""
    _PUSH_BACK = """
        insert into ocr_pacer as held values (%(name)s, clock_timestamp() + %(pause)s)
        on conflict (name) do update
            set next_at = greatest(held.next_at, clock_timestamp() + %(pause)s)"""
    _PLACES = """
        insert into ocr_pacer_place
        select %(name)s, number, to_timestamp(0) from generate_series(0, %(places)s - 1) as number
        on conflict do nothing"""
    _TAKE = """
        update ocr_pacer_place set free_at = clock_timestamp() + %(lease)s
        where name = %(name)s and number = (
            select number from ocr_pacer_place
            where name = %(name)s and number < %(places)s and free_at <= clock_timestamp()
            order by free_at limit 1 for update skip locked)
        and not exists (
            select from ocr_pacer where name = %(name)s
            and next_at between clock_timestamp() and clock_timestamp() + %(ahead)s)
        returning number, free_at"""
    _LEAVE = """
        update ocr_pacer_place set free_at = clock_timestamp() + %(rest)s
        where name = %(name)s and number = %(number)s and free_at = %(until)s"""

    def __init__(self, url: str, name: str) -> None:
        self._url = url
        self._name = name
        self._lock = threading.Lock()
        self._open: tuple[int, psycopg.Connection[Any]] | None = None
        self._places = 0

    def reserve(self, step_s: float) -> Reservation:
        """See ``Store``."""
        with self._lock:
            connection = self._connection()
            asked = time.monotonic()
            values = {"name": self._name, "step": timedelta(seconds=step_s), "ahead": AHEAD_LIMIT}
            (wait,) = connection.execute(self._RESERVE, values).fetchone() or (0,)
            return reservation(asked, float(wait))

    def push_back(self, seconds: float) -> None:
        """See ``Store``."""
        self._run(self._PUSH_BACK, pause=timedelta(seconds=seconds))

    def take(self, places: int, lease_s: float) -> Place | None:
        """See ``Store``."""
        if self._places != places:
            self._run(self._PLACES, places=places)
            self._places = places
        lease = timedelta(seconds=lease_s)
        row = self._run(self._TAKE, places=places, lease=lease, ahead=AHEAD_LIMIT).fetchone()
        return Place(*row) if row else None

    def leave(self, place: Place, rest_s: float) -> None:
        """See ``Store``."""
        rest = timedelta(seconds=rest_s)
        self._run(self._LEAVE, number=place.number, until=place.until, rest=rest)

    def reconnect(self) -> None:
        """See ``Store``."""
        self._open = None
        self._places = 0

    def _run(self, statement: LiteralString, **values: object) -> psycopg.Cursor[Any]:
        with self._lock:
            return self._connection().execute(statement, {"name": self._name, **values})

    def _connection(self) -> psycopg.Connection[Any]:
        if self._open is None or self._open[0] != os.getpid():
            connection = psycopg.connect(self._url, autocommit=True, connect_timeout=5)
            # Several processes that create a table at once collide inside the catalog.
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute(self._SCHEMA)
            self._open = (os.getpid(), connection)
        return self._open[1]
