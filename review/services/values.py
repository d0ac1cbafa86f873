"""Writing one field of a record: the value, who changed it, the event, and the check after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from review.license_fields import BY_NAME, Kind
from review.models import Correction, FieldValue
from review.models.field_value import Origin
from review.services import audit, checking, drafts, duplicates
from review.workflow import Verb

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User


# How a number or a class is parted says nothing about what was read.
_PARTED = (Kind.CODE, Kind.LICENSE_CLASS)


def write(
    field: FieldValue, value: str, *, by: User | None, origin: str, rule: str = "", stands: str = ""
) -> None:
    """Change ``field`` to ``value`` (the API's form) within the caller's transaction.

    ``rule`` is the rule whose suggestion was taken; ``stands`` is how the value stands afterwards
    if not by ``origin``; ``by`` is None where the system derives it. Nothing is written when
    nothing changes; a draft of it ends either way.
    """
    before = field.value
    if by:
        drafts.drop(field.record, field.name, by=by)
    if field.pk and before == value:
        return
    _change(field, value, by, stands or origin)
    if by:
        correction = Correction(record=field.record, name=field.name, by=by, origin=origin)
        correction.rule, correction.before, correction.after = rule, before, value
        correction.save()
    details = {"field": field.name, "origin": str(origin), "rule": rule}
    values = {"before": before, "after": value}
    audit.write(Verb.CORRECT, by=by, record=field.record, details=details, values=values)
    checking.check(field.record, by=by)


def same(name: str, first: str, second: str) -> bool:
    """Return whether two values of a field say the same, however a number or class is parted."""
    if BY_NAME[name].kind in _PARTED:
        first, second = (
            "".join(sign for sign in value if sign.isalnum()).upper() for value in (first, second)
        )
    return first == second


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """Return what was not undone of the corrections of one field, the oldest first."""
    steps: list[Correction] = []
    for correction in corrections:
        if correction.origin != Origin.UNDONE:
            steps.append(correction)
        elif steps:
            steps.pop()
    return steps


def _change(field: FieldValue, value: str, by: User | None, origin: str) -> None:
    field.value, field.origin = value, origin
    field.search_index = duplicates.search_index(field.name, value)
    as_read = origin == Origin.EXTRACTED
    stands = (None, None) if as_read or by is None else (by, timezone.now())
    field.corrected_by, field.corrected_at = stands
    field.confirmed_by = field.confirmed_at = None
    field.version += 1
    field.save()
