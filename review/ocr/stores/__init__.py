"""Where processes agree on who calls when: SQLite (one machine), PostgreSQL or Redis (many)."""

from __future__ import annotations

from pathlib import Path

from review.ocr.stores.base import Place, Reservation, Store
from review.ocr.stores.postgres import PostgresStore
from review.ocr.stores.redis import RedisStore
from review.ocr.stores.sqlite import SqliteStore

__all__ = [
    "Place",
    "PostgresStore",
    "RedisStore",
    "Reservation",
    "SqliteStore",
    "Store",
    "open_store",
]


def open_store(location: str | Path, name: str) -> Store:
    """Return the store at a ``redis://`` or ``postgresql://`` address, or in a SQLite file.

    ``name`` tells apart what is paced on its own, an endpoint and its key for instance.
    """
    text = str(location)
    if text.startswith(("redis://", "rediss://", "unix://")):
        return RedisStore(text, name)
    if text.startswith(("postgres://", "postgresql://")):
        return PostgresStore(text, name)
    return SqliteStore(Path(text), name)
