"""The one writer of the audit ledger.

Every line carries a keyed MAC over its content and the MAC of the line before, so that an edit, a
gap, a swap or a cut tail shows; it is written in the transaction of the change it tells of.
``audit_chain`` verifies, ``audit_heads`` exports the end, ``audit_closing`` closes old periods.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from review import encryption
from review.exceptions import DecryptionFailed
from review.masking import quotes_resident_number
from review.models import AuditEvent, AuditHead, LicenseRecord, NumberKey, OfficeKey
from review.models.keyring_mark import check_keyring
from review.models.sealed import keyring

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

# Under which key a line's values are sealed where it is not the record's own. Lines that quote a
# resident number can be made unreadable without the record's other values; the office's key is for
# what concerns no single record, or one whose data is destroyed with this very line.
_BY_NUMBER_KEY = {"key": "number"}
_BY_OFFICE_KEY = {"key": "office"}
_address: ContextVar[str] = ContextVar("address", default="")


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Have every line that is written meanwhile say where the request came from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


# Without a savepoint: whoever swallows a failed line has nothing left to commit.
@transaction.atomic(savepoint=False)
def write(
    verb: str,
    *,
    by: User | None,
    record: LicenseRecord | None = None,
    details: Mapping[str, Any] | None = None,
    values: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Append one line: ``verb`` by a person (None: the system) on ``record``.

    ``details`` must hold no personal data: names, ids and codes. ``values`` (before and after, and
    whatever somebody typed: a ``reason`` may name a person) is sealed under the record's own key,
    without a record under the office's. A trigger moves the head on to the new line. Raises
    WrongKeyring, so that with another installation's keyring nothing changes.
    """
    check_keyring()
    head = AuditHead.objects.select_for_update().get(pk=1)
    event = AuditEvent(
        seq=head.seq + 1,
        at=timezone.now(),
        actor_id=by.pk if by else None,
        actor=by.get_username() if by else "",
        address=_address.get(),
        verb=str(verb),
        record_id=record.pk if record else None,
        details=dict(details or {}),
        previous_mac=head.mac,
    )
    if values:
        event.sealed = _seal(record, event, values)
    event.mac = mac_of(event)
    event.save(force_insert=True)
    return event


def mac_of(event: AuditEvent) -> str:
    """Return the keyed MAC of a line's content and of the line before it, as 64 hex digits."""
    return mac(
        "line",
        event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor_id,
        event.actor,
        event.address,
        event.verb,
        event.record_id,
        event.details,
        bytes(event.sealed).hex(),
        event.previous_mac,
    )


def mac(kind: str, *content: Any) -> str:
    """Return the keyed MAC of ``content``; one of another ``kind`` is never the same."""
    text = json.dumps([kind, *content], sort_keys=True, separators=(",", ":"))
    return hmac.new(keyring().audit, text.encode(), hashlib.sha256).hexdigest()


def trail(record: LicenseRecord) -> QuerySet[AuditEvent]:
    """Return the lines of one record, oldest first."""
    return AuditEvent.objects.filter(record_id=record.pk).order_by("seq")


def values_of(event: AuditEvent, record: LicenseRecord | None) -> dict[str, Any]:
    """Return the values before and after of a line ({} if none); raises DecryptionFailed.

    Of values whose key was destroyed only that is told: ``{"destroyed": True}``.
    """
    if not event.sealed:
        return {}
    if not (_has_key(record) or _is_by(_BY_OFFICE_KEY, event)):
        return {"destroyed": True}
    try:
        key = _key(record, event)
        return json.loads(encryption.unseal(key, bytes(event.sealed), _place(record, event.seq)))
    except DecryptionFailed:
        if _is_by(_BY_NUMBER_KEY, event):
            return {"destroyed": True}
        raise


def reasons_of(events: Iterable[AuditEvent]) -> dict[int, str]:
    """Return what people stated as their reason, by the number of the line, where a key is left."""
    sealed = [event for event in events if event.sealed]
    concerned = {event.record_id for event in sealed if event.record_id}
    records = LicenseRecord.objects.select_related("key").in_bulk(concerned)
    told = ((each.seq, _reason_of(each, records.get(each.record_id))) for each in sealed)
    return {seq: reason for seq, reason in told if reason}


def _reason_of(event: AuditEvent, record: LicenseRecord | None) -> str:
    """Return the reason of one line; of a line that somebody altered none: verify_audit tells."""
    try:
        return values_of(event, record).get("reason", "")
    except DecryptionFailed:
        return ""


def _seal(record: LicenseRecord | None, event: AuditEvent, values: Mapping[str, Any]) -> bytes:
    """Seal under the record's own key; what quotes the resident number under that number's key."""
    plain = json.dumps(values, ensure_ascii=False)
    if not _has_key(record):
        event.details |= _BY_OFFICE_KEY
    elif event.details.get("field") == "Number" or quotes_resident_number(plain):
        event.details |= _BY_NUMBER_KEY
    return encryption.seal(_key(record, event), plain.encode(), _place(record, event.seq))


def _key(record: LicenseRecord | None, event: AuditEvent) -> bytes:
    if record is None or _is_by(_BY_OFFICE_KEY, event):
        return OfficeKey.key()
    if _is_by(_BY_NUMBER_KEY, event):
        return NumberKey.of(record).key()
    return record.record_key()


def _has_key(record: LicenseRecord | None) -> bool:
    return record is not None and hasattr(record, "key")


def _is_by(key: Mapping[str, str], event: AuditEvent) -> bool:
    return key.items() <= event.details.items()


def _place(record: LicenseRecord | None, seq: int) -> str:
    return f"auditevent.sealed.{record.uid if record else 'office'}.{seq}"
