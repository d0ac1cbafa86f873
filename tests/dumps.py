"""What a thief finds without the keys: every cell of the database, every stored file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection


def everything() -> bytes:
    """Return the database's cells and the media folder's files, one after the other."""
    return dump() + b"\n" + stored()


def dump() -> bytes:
    """Return every cell of every table."""
    parts: list[bytes] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            parts += [_bytes(cell) for row in cursor.fetchall() for cell in row]
    return b"\n".join(parts)


def stored() -> bytes:
    """Return what lies in the media folder."""
    media = Path(settings.KRDL_DATA_DIR) / "media"
    return b"\n".join(file.read_bytes() for file in media.rglob("*") if file.is_file())


def _bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
