"""Taking a backup while the site runs."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from review.backup import folder, keys
from review.backup.folder import Backups, BackupUnfit, Manifest
from review.services import audit, destructions


def take(backups: Backups) -> str:
    """Write a backup and remove those past their time; return its moment.

    Raises BackupUnfit where this is not the embedded set-up, OSError when a disk does not hold it.
    """
    database, media = embedded()
    stamp = folder.now_stamp()
    audit.write("backup", by=None, details={"stamp": stamp})
    _write(backups, stamp, database, media)
    for older in backups.stamps():
        keys.forget(backups.keys(older), destructions.known())
    backups.prune(settings.KRDL_BACKUP_DAYS)
    return stamp


def embedded() -> tuple[Path, Path]:
    """Return the database file and the folder of pictures; raises BackupUnfit elsewhere."""
    storage = storages["default"]
    if connection.vendor != "sqlite" or not isinstance(storage, FileSystemStorage):
        raise BackupUnfit(
            "This backs up SQLite with local files. Use your database's and storage's own means."
        )
    return Path(connection.settings_dict["NAME"]), Path(storage.path(""))


def _write(backups: Backups, stamp: str, database: Path, media: Path) -> None:
    """Write all of it under a name that no restore takes, then give it its own."""
    partial = backups.data(f".{stamp}")
    partial.mkdir(parents=True, mode=0o700)
    try:
        with closing(sqlite3.connect(partial / folder.DATABASE)) as copy:
            taken = _copy_database(database, copy)
            events = copy.execute("SELECT max(seq) FROM review_auditevent").fetchone()[0]
        # After the database: a picture too many is no loss, one too few is.
        media.mkdir(parents=True, exist_ok=True, mode=0o700)  # not there before the first one
        shutil.copytree(media, partial / folder.MEDIA)
        keys.write(backups.keys(stamp), taken)
        Manifest(stamp, events, folder.digests(partial)).write(partial)
        partial.rename(backups.data(stamp))
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        backups.keys(stamp).unlink(missing_ok=True)
        raise


def _copy_database(source: Path, copy: sqlite3.Connection) -> keys.Keys:
    """Copy the database as of one moment, without the records' keys and anybody's session."""
    with closing(sqlite3.connect(source)) as live:
        live.backup(copy)
    taken = keys.take_out(copy)
    with copy:
        copy.execute("DELETE FROM django_session")
    copy.execute("VACUUM")
    return taken
