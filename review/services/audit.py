"""The one writer of the audit ledger, and its verifier.

Every line carries a keyed MAC over its content and the MAC of the line before, so that an edit, a
gap, a swap or a cut tail shows; it is written in the transaction of the change it tells of.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from review import encryption
from review.models import AuditEvent, AuditHead
from review.models.sealed import keyring

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from review.models import LicenseRecord


@transaction.atomic
def write(
    verb: str,
    *,
    by: User | None,
    record: LicenseRecord | None = None,
    details: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one line: ``verb`` by a person (None: the system) on ``record``.

    ``details`` must hold no personal data; ``values`` (before and after) is sealed under the
    record's own key.
    """
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=1)
    event = AuditEvent(
        seq=head.seq + 1,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor=by.get_username() if by else "",
        verb=str(verb),
        record_id=record.pk if record else None,
        details=dict(details or {}),
        previous_mac=head.mac,
    )
    if record and values:
        event.sealed = _seal(record, event.seq, values)
    event.mac = mac_of(event)
    event.save(force_insert=True)
    AuditHead.objects.filter(pk=1).update(seq=event.seq, mac=event.mac)
    return event


def mac_of(event: AuditEvent) -> str:
    """Return the keyed MAC of a line's content and of the line before it, as 64 hex digits."""
    content = [
        event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor,
        event.verb,
        event.record_id,
        event.details,
        bytes(event.sealed).hex(),
        event.previous_mac,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hmac.new(keyring().audit, text.encode(), hashlib.sha256).hexdigest()


def trail(record: LicenseRecord) -> QuerySet[AuditEvent]:
    """Return the lines of one record, oldest first."""
    return AuditEvent.objects.filter(record_id=record.pk).order_by("seq")


def values_of(event: AuditEvent, record: LicenseRecord) -> dict[str, Any]:
    """Return the values before and after of a line ({} if none); raises DecryptionFailed."""
    if not event.sealed:
        return {}
    plain = encryption.unseal(record.record_key(), bytes(event.sealed), _place(record, event.seq))
    return json.loads(plain)


def broken_lines() -> Iterator[int]:
    """Yield the number of every line that is missing, altered, or out of the chain."""
    expected, previous = 1, AuditHead._meta.get_field("mac").default
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=1000):
        yield from range(expected, event.seq)
        if event.previous_mac != previous or not hmac.compare_digest(event.mac, mac_of(event)):
            yield event.seq
        expected, previous = event.seq + 1, event.mac
    head = AuditHead.objects.filter(pk=1).first()
    if (head.seq if head else 0) != expected - 1 or (head and head.mac != previous):
        yield expected


def _seal(record: LicenseRecord, seq: int, values: Mapping[str, Any]) -> bytes:
    plain = json.dumps(values, ensure_ascii=False).encode()
    return encryption.seal(record.record_key(), plain, _place(record, seq))


def _place(record: LicenseRecord, seq: int) -> str:
    return f"auditevent.sealed.{record.uid}.{seq}"
