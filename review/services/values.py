"""Writing one field of a record: the value, who changed it, the event, and the check after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from review.models import Correction, FieldValue
from review.services import audit, checking, duplicates
from review.workflow import Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def write(field: FieldValue, value: str, *, by: User, origin: str, rule: str = "") -> None:
    """Change ``field`` to ``value`` (the API's form) within the caller's transaction.

    ``rule`` is the rule whose suggestion was taken. Nothing is written when nothing changes.
    """
    before = field.value
    if field.pk and before == value:
        return
    _change(field, value, by, origin)
    correction = Correction(record=field.record, name=field.name, by=by, origin=origin, rule=rule)
    correction.before, correction.after = before, value
    correction.save()
    details = {"field": field.name, "origin": str(origin), "rule": rule}
    values = {"before": before, "after": value}
    audit.write(Verb.CORRECT, by=by, record=field.record, details=details, values=values)
    checking.check(field.record, by=by)


def _change(field: FieldValue, value: str, by: User, origin: str) -> None:
    field.value, field.origin = value, origin
    field.search_index = duplicates.search_index(field.name, value)
    field.corrected_by, field.corrected_at = by, timezone.now()
    field.confirmed_by = field.confirmed_at = None
    field.version += 1
    field.save()
