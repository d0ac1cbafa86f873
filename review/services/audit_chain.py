"""Reading the whole ledger again: is every line there, unchanged, and in its place?"""

from __future__ import annotations

import hmac
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from review.models import AuditCheckpoint, AuditEvent, AuditHead
from review.services import audit, audit_heads
from review.services.audit_heads import Head

CHUNK = 1000
START = Head(0, "0" * 64)


@dataclass(frozen=True, order=True)
class Break:
    """Lines ``first`` to ``last`` that are not as they were written, and why."""

    first: int
    last: int
    why: str

    def __str__(self) -> str:
        """Return the numbers of the lines and the reason."""
        span = f"{self.first}" if self.first == self.last else f"{self.first}-{self.last}"
        return f"{span}: {self.why}"


def count(breaks: Iterable[Break]) -> int:
    """Return how many lines are broken, each counted once."""
    total, seen = 0, -1
    for each in sorted(breaks):
        total += max(0, each.last - max(each.first, seen + 1) + 1)
        seen = max(seen, each.last)
    return total


def breaks(kept: Iterable[Head] = ()) -> Iterator[Break]:
    """Yield what is broken in the chain, at its checkpoints, at its head, before its exports.

    ``kept`` are heads that somebody kept elsewhere. Lines may be added meanwhile: what knows an
    end is read before the lines, and the head once more after them.
    """
    exported = audit_heads.standing()
    known = [(each.where, each.head) for each in exported if each.head]
    known += [("the kept head", head) for head in kept]
    if AuditHead.objects.filter(pk=1).exists():
        known.append(("the head of the chain", audit_heads.current()))
    start = yield from _checkpoints()
    end = yield from walk(AuditEvent.objects.order_by("seq").iterator(chunk_size=CHUNK), start)
    for where, head in known:
        yield from _known(where, head, end)
    yield from _head(end)
    for each in exported:
        if each.forged:
            yield Break(0, 0, f"{each.where} holds a forged head")


def walk(lines: Iterable[AuditEvent], start: Head) -> Generator[Break, None, Head]:
    """Yield what is broken in ``lines`` that should follow ``start``; return where they end."""
    before = start
    for line in lines:
        if line.seq <= before.seq:
            yield Break(line.seq, line.seq, "a line where none may be")
            continue
        if line.seq > before.seq + 1:
            yield Break(before.seq + 1, line.seq - 1, "missing")
        if line.previous_mac != before.mac or not is_genuine(line):
            yield Break(line.seq, line.seq, "altered, forged or out of place")
        before = Head(line.seq, line.mac)
    return before


def is_genuine(line: AuditEvent) -> bool:
    """Return whether the line's MAC is that of its content."""
    return hmac.compare_digest(line.mac.encode(), audit.mac_of(line).encode())


def seal_of(point: AuditCheckpoint) -> str:
    """Return the keyed MAC of a checkpoint."""
    closed = point.closed_at.timestamp()
    row = (point.first_seq, point.seq, point.mac, closed, point.file, point.file_digest)
    return audit.mac("checkpoint", *row)


def _checkpoints() -> Generator[Break, None, Head]:
    """Yield forged or missing checkpoints; return where the lines at hand begin."""
    start = START
    for point in AuditCheckpoint.objects.order_by("seq"):
        genuine = hmac.compare_digest(point.seal.encode(), seal_of(point).encode())
        if not genuine or point.first_seq != start.seq + 1:
            yield Break(point.seq, point.seq, "a forged checkpoint, or one is missing before it")
        start = Head(point.seq, point.mac)
    return start


def _known(where: str, head: Head, end: Head) -> Iterator[Break]:
    """Yield what an end that ``where`` knows proves: a tail cut off, or written anew."""
    if head.seq > end.seq:
        yield Break(end.seq + 1, head.seq, f"cut off; {where} knows of line {head.seq}")
    elif not audit_heads.is_in_chain(head):
        yield Break(head.seq, head.seq, f"not the line that {where} knows")


def _head(end: Head) -> Iterator[Break]:
    """Yield a head that is gone or was set back: it is never behind a line that was read."""
    row = AuditHead.objects.filter(pk=1).first()
    if row is None or row.seq < end.seq:
        yield Break(end.seq, end.seq, "the head of the chain is gone or was set back")
