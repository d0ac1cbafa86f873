"""The one writer of the audit ledger.

Every line carries a keyed MAC over its content and the MAC of the line before, so that an edit, a
gap, a swap or a cut tail shows; it is written in the transaction of the change it tells of.
``audit_chain`` verifies, ``audit_heads`` exports the end, ``audit_closing`` closes old periods.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from review import encryption
from review.exceptions import DecryptionFailed
from review.masking import quotes_resident_number
from review.models import AuditEvent, AuditHead, NumberKey
from review.models.keyring_mark import check_keyring
from review.models.sealed import keyring

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from review.models import LicenseRecord

# Lines that quote a resident number can be made unreadable without the record's other values.
_BY_NUMBER_KEY = {"key": "number"}
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

    ``details`` must hold no personal data; ``values`` (before and after) is sealed under the
    record's own key. A trigger moves the head on to the new line. Raises WrongKeyring, so that
    with another installation's keyring nothing changes.
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
    if record and values:
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


def values_of(event: AuditEvent, record: LicenseRecord) -> dict[str, Any]:
    """Return the values before and after of a line ({} if none); raises DecryptionFailed.

    Of values whose key was destroyed only that is told: ``{"destroyed": True}``.
    """
    if not event.sealed:
        return {}
    if not hasattr(record, "key"):
        return {"destroyed": True}
    try:
        key = _key(record, event)
        return json.loads(encryption.unseal(key, bytes(event.sealed), _place(record, event.seq)))
    except DecryptionFailed:
        if _BY_NUMBER_KEY.items() <= event.details.items():
            return {"destroyed": True}
        raise


def _seal(record: LicenseRecord, event: AuditEvent, values: Mapping[str, Any]) -> bytes:
    """Seal under the record's own key; what quotes the resident number under that number's key."""
    plain = json.dumps(values, ensure_ascii=False)
    if event.details.get("field") == "Number" or quotes_resident_number(plain):
        event.details |= _BY_NUMBER_KEY
    return encryption.seal(_key(record, event), plain.encode(), _place(record, event.seq))


def _key(record: LicenseRecord, event: AuditEvent) -> bytes:
    if _BY_NUMBER_KEY.items() <= event.details.items():
        return NumberKey.of(record).key()
    return record.record_key()


def _place(record: LicenseRecord, seq: int) -> str:
    return f"auditevent.sealed.{record.uid}.{seq}"
