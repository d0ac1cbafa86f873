"""The end of the chain, kept outside the database as well.

Whoever can write the database can cut the ledger's tail and set its head back, and the shorter
chain verifies. So the end is exported on a schedule, sealed with the ledger's key: to the log, to
the storage, and to a file. What was exported must lie in the chain for ever.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from review.exceptions import LedgerBroken
from review.models import AuditCheckpoint, AuditEvent, AuditHead
from review.services import audit

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

NAME = "audit-head.json"


@dataclass(frozen=True)
class Head:
    """A line of the chain, by number and MAC."""

    seq: int
    mac: str

    def __str__(self) -> str:
        """Return what ``parse`` reads; in groups, so that no filter takes it for a number."""
        return ":".join([str(self.seq), *(self.mac[at : at + 4] for at in range(0, 64, 4))])


@dataclass(frozen=True)
class Exported:
    """What a place outside the database holds: a head with its time, or what is wrong with it."""

    where: str
    head: Head | None = None
    at: datetime | None = None
    forged: bool = False

    @property
    def note(self) -> str:
        """What the person who verifies should know; "" when all is well."""
        if self.head is None:
            return "" if self.forged else f"{self.where}: no exported head; nothing to compare"
        if self.at and abs(timezone.now() - self.at) > 2 * settings.KRDL_AUDIT_EXPORT_INTERVAL:
            return f"{self.where}: the exported head is old ({self.at:%Y-%m-%d %H:%M} UTC)"
        return ""


def parse(text: str) -> Head:
    """Return the head that a line of the log tells; raises ValueError."""
    number, _colon, mac = text.partition(":")
    return Head(int(number), mac.replace(":", ""))


def current() -> Head:
    """Return where the chain ends now."""
    row = AuditHead.objects.get(pk=1)
    return Head(row.seq, row.mac)


def is_in_chain(head: Head) -> bool:
    """Return whether ``head`` still is a line of the ledger, or of a period closed since."""
    macs = AuditEvent.objects.filter(seq=head.seq).values_list("mac", flat=True)
    if macs:
        return macs[0] == head.mac
    return head.seq == 0 or AuditCheckpoint.objects.filter(seq__gte=head.seq).exists()


def standing() -> list[Exported]:
    """Return what file and storage hold."""
    return [_read("the file", _file_text()), _read("the storage", _object_text())]


def export(*, by: None = None) -> Head:
    """Write the end of the chain to log, storage and file.

    Raises LedgerBroken, and writes nothing, when a former export is not in the chain any more: a
    cut ledger must not overwrite the proof of it.
    """
    for exported in standing():
        if exported.forged or (exported.head and not is_in_chain(exported.head)):
            raise LedgerBroken(
                f"{exported.where} knows another end of the audit ledger. Run verify_audit."
            )
    head = current()
    text = _sealed(head, timezone.now())
    log.info("audit head %s", head)
    _write_file(text)
    try:
        default_storage.delete(NAME)
        default_storage.save(NAME, ContentFile(text.encode()))
    except Exception as error:  # the storage's own kinds of failure
        log.warning("The audit head did not reach the storage: %s", type(error).__name__)
    return head


def export_if_due(*, by: None = None) -> bool:
    """Export when the file is older than KRDL_AUDIT_EXPORT_MINUTES; return whether it was."""
    last = _read("the file", _file_text())
    # A time far ahead was written before the clock went back; it must not put the next one off.
    if last.at and abs(timezone.now() - last.at) < settings.KRDL_AUDIT_EXPORT_INTERVAL:
        return False
    export()
    return True


def _sealed(head: Head, at: datetime) -> str:
    told = at.isoformat()
    seal = audit.mac("head", head.seq, head.mac, told)
    return json.dumps({"seq": head.seq, "mac": head.mac, "at": told, "seal": seal}) + "\n"


def _read(where: str, text: str | None) -> Exported:
    if text is None:
        return Exported(where)
    try:
        told = json.loads(text)
        head, at = Head(told["seq"], told["mac"]), datetime.fromisoformat(told["at"])
        seal = audit.mac("head", head.seq, head.mac, told["at"])
        if hmac.compare_digest(seal.encode(), told["seal"].encode()):
            return Exported(where, head, at)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return Exported(where, forged=True)


def _file() -> Path:
    return settings.KRDL_DATA_DIR / NAME


def _file_text() -> str | None:
    try:
        return _file().read_text(errors="replace")
    except FileNotFoundError:
        return None


def _object_text() -> str | None:
    try:
        with default_storage.open(NAME) as file:
            return file.read().decode(errors="replace")
    except Exception:  # not there, or the storage is away: told as missing
        return None


def _write_file(text: str) -> None:
    """Put the file in place whole, readable by its owner alone."""
    partial = _file().with_name(f".{NAME}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        partial.unlink()
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(_file())
