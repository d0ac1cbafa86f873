"""What leaves the office: approved records as CSV or JSON Lines, streamed, never stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from review import license_fields
from review.exceptions import ActionDenied
from review.masking import mask
from review.models import LicenseRecord
from review.permissions import check_can_export_whole, check_office
from review.services import audit, reasons, spreadsheet
from review.workflow import State, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.contrib.auth.models import User

    from review.models.record import RecordQuerySet

FORMATS = ("csv", "jsonl")
COLUMNS = (
    "record",
    "source",
    "received_at",
    "submitted_by",
    "submitted_at",
    "approved_by",
    "approved_at",
    "straight_through",
    *license_fields.TYPED_NAMES,
)


def export(*, by: User | None, fmt: str, purpose: str = "") -> Iterator[str]:
    """Return the approved records as text, line by line; the event is written before the first.

    Numbers are masked unless ``purpose`` says why they are needed whole, which is recorded.
    ``by`` is None for the command line. Raises ActionDenied before anything is sent.
    """
    if fmt not in FORMATS:
        raise ActionDenied(_("Choose csv or jsonl."))
    if by is not None:
        check_office(Verb.EXPORT, by)
        if purpose.strip():
            check_can_export_whole(by)
    approved = LicenseRecord.objects.in_state(State.APPROVED).ordinary().kept().order_by("pk")
    told, details = reasons.told(purpose, 200), {"format": fmt, "records": approved.count()}
    audit.write(Verb.EXPORT, by=by, details=details, values={"reason": told} if told else None)
    rows = (_row(record, whole=bool(purpose.strip())) for record in _read(approved))
    return _csv(rows) if fmt == "csv" else _jsonl(rows)


def _read(records: RecordQuerySet) -> Iterator[LicenseRecord]:
    fetched = records.select_related("source", "key", "submitted_by", "decided_by")
    yield from fetched.prefetch_related("values").iterator(chunk_size=200)


def _row(record: LicenseRecord, *, whole: bool) -> dict[str, str]:
    values = record.values_by_name()
    row = {
        "record": record.number,
        "source": record.source.key,
        "received_at": _time(record.created_at),
        "submitted_by": _name(record.submitted_by),
        "submitted_at": _time(record.submitted_at),
        "approved_by": _name(record.decided_by),
        "approved_at": _time(record.decided_at),
        "straight_through": "yes" if record.straight_through else "no",
    }
    for name in license_fields.TYPED_NAMES:
        value = values[name].value if name in values else ""
        row[name] = value if whole else mask(name, value)
    return row


def _name(user: User | None) -> str:
    return user.get_username() if user else ""


def _time(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _jsonl(rows: Iterator[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _csv(rows: Iterator[dict[str, str]]) -> Iterator[str]:
    """Yield a byte-order mark (for spreadsheets), the header, and a line a record."""
    yield spreadsheet.BYTE_ORDER_MARK + spreadsheet.csv_line(COLUMNS)
    for row in rows:
        yield spreadsheet.csv_line([row[column] for column in COLUMNS])
