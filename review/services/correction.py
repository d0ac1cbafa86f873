"""Changing and vouching for fields: every change is an event, every doubt ends with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review import license_fields
from review.exceptions import ActionDenied, StaleRecord
from review.models import FieldValue, Finding
from review.models.field_value import Origin
from review.models.finding import Severity
from review.permissions import check_can
from review.services import audit, checking, reasons, transitions, values
from review.workflow import State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord


@transaction.atomic
def correct(
    record: LicenseRecord,
    name: str,
    value: str,
    *,
    by: User,
    seen_version: int | None = None,
    origin: str = Origin.TYPED,
    rule: str = "",
) -> FieldValue:
    """Write ``value`` (the API's form) into the field ``name`` and check the record again.

    ``seen_version`` is the field's version that the person saw; raises StaleRecord if it moved to
    another value (the same value sent again after a lost answer is as good as saved), ActionDenied
    without the right or the claim. An unreadable record becomes one to review.
    """
    check_can(Verb.CORRECT, by, record)
    if name not in license_fields.TYPED_NAMES:
        raise ActionDenied(_("This field cannot be corrected."))
    field = _lock_field(record, name)
    _check_seen(field, seen_version, value)
    if record.state == State.UNREADABLE:
        transitions.move(record, Verb.TYPE_BY_HAND)
    values.write(field, value, by=by, origin=origin, rule=rule)
    return field


def take_suggestion(finding: Finding, index: int, *, by: User) -> FieldValue:
    """Correct the finding's field with its suggestion number ``index`` (from 0)."""
    suggestions = finding.suggestions
    if finding.status != Finding.Status.OPEN or not 0 <= index < len(suggestions):
        raise StaleRecord(_("This suggestion is no longer there. Reload the record."))
    return correct(
        finding.record,
        finding.field,
        suggestions[index]["value"],
        by=by,
        origin=Origin.SUGGESTED,
        rule=finding.rule,
    )


@transaction.atomic
def undo(record: LicenseRecord, name: str, *, by: User, seen_version: int) -> FieldValue:
    """Bring a field back to the value before its last correction, as a correction of its own.

    Undone again it goes one more step back. Raises StaleRecord, or ActionDenied when nothing is
    left to undo.
    """
    check_can(Verb.CORRECT, by, record)
    field = _lock_field(record, name)
    steps = values.standing(record.corrections.filter(name=name).select_related("record__key"))
    if not steps:
        raise ActionDenied(_("Nothing was saved here that could be undone."))
    _check_seen(field, seen_version)
    below = steps[-2].origin if steps[1:] else Origin.EXTRACTED
    values.write(field, steps[-1].before, by=by, origin=Origin.UNDONE, stands=below)
    return field


@transaction.atomic
def confirm(finding: Finding, *, by: User) -> None:
    """Vouch for a value that a warning or a note doubts; an error needs a dismissal."""
    check_can(Verb.CONFIRM, by, finding.record)
    if finding.severity == Severity.ERROR:
        raise ActionDenied(_("An error is dismissed with a reason, not confirmed."))
    _end(finding, Finding.Status.CONFIRMED, by)
    finding.record.values.filter(name=finding.field).update(
        confirmed_by=by, confirmed_at=timezone.now()
    )
    _finding_event(Verb.CONFIRM, finding, by)


@transaction.atomic
def dismiss(finding: Finding, *, by: User, reason: str) -> None:
    """End an error finding that does not hold, with a reason that the approver sees."""
    check_can(Verb.DISMISS, by, finding.record)
    finding.reason = reasons.stated(reason)
    _end(finding, Finding.Status.DISMISSED, by)
    _finding_event(Verb.DISMISS, finding, by)


@transaction.atomic
def turn(record: LicenseRecord, degrees: int, *, by: User) -> None:
    """Keep the picture turned by ``degrees`` (a multiple of 90) for everybody's next look at it."""
    check_can(Verb.TURN, by, record)
    record.turn = degrees % 360 // 90 * 90
    record.save(update_fields=["turn"])
    audit.write(Verb.TURN, by=by, record=record, details={"degrees": record.turn})


def _lock_field(record: LicenseRecord, name: str) -> FieldValue:
    field = record.values.select_for_update().filter(name=name).first()
    if field is None:
        return FieldValue(record=record, name=name)
    field.record = record
    return field


def _check_seen(field: FieldValue, seen_version: int | None, value: str | None = None) -> None:
    """Raise StaleRecord when the field moved on since it was seen, to another value."""
    moved = seen_version is not None and field.version != seen_version
    if moved and field.pk and field.value != value:
        raise StaleRecord(_("This value was changed elsewhere since you saw it."))


def _end(finding: Finding, status: str, by: User) -> None:
    """Close an open finding; raises StaleRecord when it ended already."""
    standing = Finding.objects.filter(pk=finding.pk, status=Finding.Status.OPEN)
    changes = {"status": status, "ended_by": by, "ended_at": timezone.now()}
    if standing.update(reason_box=finding.reason_box, **changes) != 1:
        raise StaleRecord(_("This finding has ended already. Reload the record."))
    for name, value in changes.items():
        setattr(finding, name, value)
    checking.score_doubt(finding.record)


def _finding_event(verb: Verb, finding: Finding, by: User) -> None:
    audit.write(
        verb,
        by=by,
        record=finding.record,
        details={"field": finding.field, "rule": finding.rule, "finding": finding.pk},
        values={"reason": finding.reason} if finding.reason else None,
    )
