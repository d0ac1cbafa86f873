"""The records' wrapped keys: taken out of a copy of the database, kept apart, put back."""

from __future__ import annotations

import base64
import json
import sqlite3
import uuid
from pathlib import Path

from django.apps import apps

from review.backup.folder import BackupUnfit
from review.encryption import Keyring
from review.models import KeyringMark
from review.models.sealed import UnderMasterKey

# Wrapped keys (Base64) by the record's uid, by table.
Keys = dict[str, dict[str, str]]


def tables() -> list[tuple[str, str]]:
    """Return table and column of every key that belongs to a record."""
    mine = (model for model in apps.get_models() if issubclass(model, UnderMasterKey))
    return [
        (model._meta.db_table, model.MASTER_COLUMN)
        for model in mine
        if any(field.name == "record" for field in model._meta.get_fields())
    ]


def take_out(copy: sqlite3.Connection) -> Keys:
    """Return the keys and empty their columns, leaving no trace in freed pages."""
    keys = {table: _read(copy, table, column) for table, column in tables()}
    copy.execute("PRAGMA secure_delete = ON")
    with copy:
        for table, column in tables():
            copy.execute(f"UPDATE {table} SET {column} = x''")  # noqa: S608 - names of ours
    return keys


def put_back(copy: sqlite3.Connection, keys: Keys) -> None:
    """Fill the columns again; a key that is missing stays missing, as of a destroyed record."""
    with copy:
        for table, column in tables():
            statement = (
                f"UPDATE {table} SET {column} = ? WHERE record_id ="  # noqa: S608 - names of ours
                " (SELECT id FROM review_licenserecord WHERE uid = ?)"
            )
            rows = keys.get(table, {}).items()
            copy.executemany(
                statement, [(base64.b64decode(key), uuid.UUID(uid).hex) for uid, key in rows]
            )


def check(taken: Keys, ring: Keyring) -> None:
    """Raise DecryptionFailed unless ``ring`` has the master key of every record's own key."""
    for rows in taken.values():
        for key in rows.values():
            ring.master_of(base64.b64decode(key))


def mark_fits(copy: sqlite3.Connection, ring: Keyring) -> bool:
    """Return whether ``ring`` is the keyring of the copy, or what a rotation made of it."""
    try:
        found = copy.execute("SELECT shared, master_id, master FROM review_keyringmark").fetchone()
    except sqlite3.OperationalError:  # a backup from before there was a mark
        return True
    names = ("shared", "master_id", "master")
    return found is None or KeyringMark(**dict(zip(names, found, strict=True))).fits(ring)


def read(path: Path) -> Keys:
    """Return the keys of a file; raises BackupUnfit."""
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupUnfit(f"The key file {path} is missing or damaged.") from error


def write(path: Path, keys: Keys) -> None:
    """Put ``keys`` in the place of ``path`` (mode 600), whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_text(json.dumps(keys))
    partial.replace(path)


def forget(path: Path, destroyed: set[str]) -> None:
    """Take the keys of destroyed records out of a file."""
    kept = read(path)
    left = {
        table: {uid: key for uid, key in rows.items() if uid not in destroyed}
        for table, rows in kept.items()
    }
    if left != kept:
        write(path, left)


def _read(copy: sqlite3.Connection, table: str, column: str) -> dict[str, str]:
    rows = copy.execute(
        f"SELECT r.uid, k.{column} FROM {table} k"  # noqa: S608 - names of ours
        f" JOIN review_licenserecord r ON r.id = k.record_id WHERE length(k.{column}) > 0"
    )
    return {str(uuid.UUID(uid)): base64.b64encode(key).decode() for uid, key in rows}
