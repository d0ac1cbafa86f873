"""Closing a period of the ledger: sealed, exported to a file, removed, a checkpoint in its place.

Lines leave in one piece from the oldest on, since a chain has no holes. So the longest time the
law asks for holds for all of them: changes of rights stay three years (reads would be two).
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from review.exceptions import ActionDenied, LedgerBroken
from review.models import AuditCheckpoint, AuditEvent
from review.services import audit, audit_chain
from review.services.audit_chain import Break
from review.services.audit_heads import Head

if TYPE_CHECKING:
    from django.db.models import QuerySet

CLOSE_AUDIT = "close audit"
COLUMNS = (
    "seq", "at", "actor_id", "actor", "address", "verb", "record_id", "details", "sealed",
    "previous_mac", "mac",
)  # fmt: skip


@dataclass(frozen=True)
class Period:
    """The lines to close: after ``before`` up to ``last``."""

    before: Head
    last: Head

    @property
    def first_seq(self) -> int:
        """The number of the first line."""
        return self.before.seq + 1

    @property
    def file_name(self) -> str:
        """The name of the file that takes the lines."""
        return f"audit-{self.first_seq:09d}-{self.last.seq:09d}.jsonl"

    def lines(self) -> QuerySet[AuditEvent]:
        """Return the lines, oldest first."""
        return AuditEvent.objects.filter(seq__lte=self.last.seq).order_by("seq")

    def __len__(self) -> int:
        """Return how many lines it has."""
        return self.last.seq - self.before.seq


def period(until: date) -> Period | None:
    """Return what could be closed up to the end of ``until`` in Seoul; None if nothing is left.

    Raises ActionDenied for a day inside the keeping time.
    """
    end = timezone.make_aware(datetime.combine(until + timedelta(days=1), time()))
    newest = timezone.now() - settings.KRDL_AUDIT_KEEP
    if end > newest:
        days, day = settings.KRDL_AUDIT_KEEP.days, timezone.localtime(newest).date()
        raise ActionDenied(
            f"Lines are kept for {days} days: choose a day before {day:%Y-%m-%d} (--until)."
        )
    younger = AuditEvent.objects.filter(at__gte=end).order_by("seq").first()
    older = AuditEvent.objects.filter(seq__lt=younger.seq) if younger else AuditEvent.objects.all()
    last = older.order_by("seq").last()
    return Period(_before(), Head(last.seq, last.mac)) if last else None


def close(closing: Period, folder: Path, *, by: None = None) -> Path:
    """Export the lines into ``folder``, put a checkpoint in their place, remove them.

    Raises LedgerBroken, changing nothing, when the chain or the written file does not verify.
    """
    if any(audit_chain.breaks()):
        raise LedgerBroken("The audit ledger is broken; nothing was closed. Run verify_audit.")
    file = folder / closing.file_name
    try:
        digest = _write(closing, file)
        if any(broken_in(file)):
            raise LedgerBroken(f"{file} did not come out right; nothing was closed.")
        _replace_by_checkpoint(closing, file.name, digest)
    except BaseException:
        # A commit may have come to pass though its answer was lost: then only the file has the
        # lines. While the database cannot be asked the file stays, too.
        if not AuditCheckpoint.objects.filter(seq=closing.last.seq).exists():
            file.unlink(missing_ok=True)
        raise
    return file


@transaction.atomic
def _replace_by_checkpoint(closing: Period, name: str, digest: str) -> None:
    point = AuditCheckpoint(
        seq=closing.last.seq,
        mac=closing.last.mac,
        first_seq=closing.first_seq,
        closed_at=timezone.now(),
        file=name,
        file_digest=digest,
    )
    point.seal = audit_chain.seal_of(point)
    point.save(force_insert=True)
    details = {"first": point.first_seq, "last": point.seq, "file": name, "digest": digest}
    audit.write(CLOSE_AUDIT, by=None, details=details)
    closing.lines().delete()


def broken_in(file: Path) -> Iterator[Break]:
    """Yield what is broken in the file of a closed period."""
    text = file.read_bytes()
    body, _newline, tail = text.rstrip(b"\n").rpartition(b"\n")
    try:
        told = json.loads(tail)
        lines = [_line(json.loads(row)) for row in body.splitlines()]
        before, last = Head(**told["before"]), Head(**told["last"])
        sealed = told["seal"] == _seal(before, last, _digest(body))
    except (ValueError, KeyError, TypeError):
        yield Break(0, 0, f"{file.name} cannot be read")
        return
    end = yield from audit_chain.walk(lines, before)
    if not sealed or end != last:
        yield Break(last.seq, last.seq, f"{file.name} is not as it was sealed")


def events_in(file: Path) -> int:
    """Return how many lines a file of a closed period holds."""
    return max(0, len(file.read_bytes().splitlines()) - 1)


def _before() -> Head:
    point = AuditCheckpoint.objects.order_by("seq").last()
    return Head(point.seq, point.mac) if point else audit_chain.START


def _write(closing: Period, file: Path) -> str:
    """Write the lines and the seal behind them; return the digest of the lines."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        for number, line in enumerate(closing.lines().iterator(chunk_size=1000)):
            row = (b"\n" if number else b"") + json.dumps(_row(line), ensure_ascii=False).encode()
            digest.update(row)
            out.write(row)
        before, last = closing.before, closing.last
        seal = _seal(before, last, digest.hexdigest())
        told = {"before": vars(before), "last": vars(last), "seal": seal}
        out.write(b"\n" + json.dumps(told).encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _seal(before: Head, last: Head, digest: str) -> str:
    return audit.mac("closed period", before.seq, before.mac, last.seq, last.mac, digest)


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _row(line: AuditEvent) -> dict[str, Any]:
    row = {name: getattr(line, name) for name in COLUMNS}
    sealed = base64.b64encode(bytes(line.sealed)).decode()
    return row | {"at": line.at.isoformat(), "sealed": sealed}


def _line(row: dict[str, Any]) -> AuditEvent:
    at, sealed = datetime.fromisoformat(row["at"]), base64.b64decode(row["sealed"])
    return AuditEvent(**row | {"at": at, "sealed": sealed})
