"""Putting a backup back: whole, verified, and without what was destroyed after it was taken."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import Error as DatabaseError
from django.db import connections, transaction

from review.backup import folder, keys
from review.backup.folder import Backups, BackupUnfit, Manifest
from review.backup.take import embedded
from review.exceptions import DecryptionFailed
from review.models import AuditEvent, KeyringMark, LicenseRecord
from review.models.sealed import keyring
from review.services import (
    audit,
    audit_chain,
    audit_heads,
    destructions,
    jobs,
    retention,
    transitions,
)
from review.workflow import Verb

UNFINISHED = "restore-unfinished"
"""While this file lies in the data folder, the site does not start."""


@dataclass(frozen=True)
class Restored:
    """How many records were destroyed again, the ledger's lines, and where the old data went.

    ``from_list_alone``: the former database could not tell what was destroyed.
    """

    destroyed: int
    events: int
    aside: Path
    from_list_alone: bool


def restore(backups: Backups, stamp: str) -> Restored:
    """Put the backup of ``stamp`` in the place of what is here.

    Raises BackupUnfit, with nothing touched, if the backup is damaged or the keyring is another;
    and if the restored ledger does not verify, with the site barred from starting.
    """
    database, media = embedded()
    source = backups.data(stamp)
    _check(source)
    fresh = _prepare(source, keys.read(backups.keys(stamp)), database)
    destroyed, asked = _destroyed()
    unfinished = Path(settings.KRDL_DATA_DIR) / UNFINISHED
    unfinished.touch()
    aside = _swap(fresh, source / folder.MEDIA, database, media)
    again = _finish(destroyed, stamp)
    unfinished.unlink()
    return Restored(again, AuditEvent.objects.count(), aside, from_list_alone=not asked)


def _destroyed() -> tuple[set[str], bool]:
    """Return what was destroyed so far, and whether the present database could be asked.

    It may be what a restore is needed for: missing, corrupt or of an older version.
    """
    try:
        return destructions.known(), True
    except DatabaseError:
        return destructions.listed(), False


def _check(source: Path) -> None:
    """Raise BackupUnfit unless every file is there and as it was written."""
    told = Manifest.read(source).files
    found = folder.digests(source)
    wrong = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
    if wrong:
        raise BackupUnfit(f"The backup is damaged: {len(wrong)} files differ, first {wrong[0]}.")


def _prepare(source: Path, taken: keys.Keys, database: Path) -> Path:
    """Return a database with its keys, beside the one in use; raises BackupUnfit."""
    try:
        keys.check(taken, keyring())
    except DecryptionFailed as error:
        raise _foreign() from error
    fresh = database.with_name("restoring.sqlite3")
    shutil.copyfile(source / folder.DATABASE, fresh)
    fresh.chmod(0o600)
    with closing(sqlite3.connect(fresh)) as copy:
        keys.put_back(copy, taken)
        if not keys.mark_fits(copy, keyring()):
            fresh.unlink()
            raise _foreign()
    return fresh


def _foreign() -> BackupUnfit:
    return BackupUnfit(
        f"The keyring {settings.KRDL_KEYRING} does not open this backup. Put the keyring of "
        "that time there (or set KRDL_KEYRING) and restore again; nothing was changed."
    )


def _swap(fresh: Path, pictures: Path, database: Path, media: Path) -> Path:
    """Move what is here aside and the backup in; return where the old data went."""
    connections.close_all()
    data = Path(settings.KRDL_DATA_DIR)
    aside = data / f"replaced-{folder.now_stamp()}"
    aside.mkdir(mode=0o700)
    wal = database.parent.glob(f"{database.name}-*")
    for old in (database, *wal, media, data / audit_heads.NAME):
        if old.exists():
            old.rename(aside / old.name)
    shutil.copytree(pictures, media)
    fresh.rename(database)
    return aside


def _finish(destroyed: set[str], stamp: str) -> int:
    """Bring the schema up to date, destroy again, verify the ledger and tell it of the restore."""
    call_command("migrate", interactive=False, verbosity=0)
    KeyringMark.keep(keyring())
    again = _destroy_again(destroyed, stamp)
    broken = audit_chain.count(audit_chain.breaks())
    if broken:
        raise BackupUnfit(f"The restored ledger has {broken} broken lines; the site stays barred.")
    audit.write("restore", by=None, details={"stamp": stamp, "destroyed": again})
    audit_heads.export()
    return again


def _destroy_again(destroyed: set[str], stamp: str) -> int:
    """Destroy what the list names and the backup still has; return how many records that were.

    A record that was open then had ended before it was destroyed: it is withdrawn on the way.
    """
    again = LicenseRecord.objects.filter(uid__in=destroyed, purged_at=None)
    details = {"restored from": stamp}
    for record in again:
        with transaction.atomic():
            if record.is_open:
                transitions.move(record, Verb.WITHDRAW, **transitions.FREE)
                jobs.cancel(record, by=None)
                audit.write(Verb.WITHDRAW, by=None, record=record, details=details)
            retention.destroy(record, by=None, details=details, again=True)
    return len(again)
