"""Blind second entry: the approver types a field without seeing it, and both are compared.

Which fields is an office policy; it is asked for where the proposal is to accept. An entry counts
for the person who typed it, for this submission, and as long as the field keeps its version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, StaleRecord
from review.license_fields import BY_NAME, NAMES
from review.models import BlindEntry, FieldValue
from review.models.field_value import Origin
from review.permissions import check_can, refusal
from review.services import audit, office, transitions, values
from review.workflow import Proposal, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord

Outcome = BlindEntry.Outcome


def asked(record: LicenseRecord, *, by: User) -> list[str]:
    """Return the fields that ``by`` has to type without seeing them before approving."""
    if record.proposal != Proposal.ACCEPT or refusal(Verb.ENTER_BLIND, by, record):
        return []
    return [name for name in NAMES if name in office.value("blind_entry_fields")]


def entries(record: LicenseRecord, *, by: User) -> dict[str, BlindEntry]:
    """Return what ``by`` has entered and what still counts, by field."""
    if record.submitted_at is None:
        return {}
    versions = dict(record.values.values_list("name", "version"))
    typed = record.blind_entries.filter(by=by, at__gte=record.submitted_at)
    standing = typed.select_related("record__key", "by")
    return {entry.name: entry for entry in standing if versions.get(entry.name, 1) == entry.version}


def hidden(record: LicenseRecord, *, by: User) -> frozenset[str]:
    """Return the fields whose value ``by`` must not see yet."""
    return frozenset(asked(record, by=by)) - entries(record, by=by).keys()


def check_done(record: LicenseRecord, *, by: User) -> None:
    """Raise ActionDenied while a field is not entered, or a difference not decided about."""
    typed = entries(record, by=by)
    left = [
        BY_NAME[name].label((get_language() or "ko")[:2])
        for name in asked(record, by=by)
        if name not in typed or typed[name].outcome == Outcome.DIFFERS
    ]
    if left:
        raise ActionDenied(_("Blind second entry is open: %s.") % ", ".join(left))


@transaction.atomic
def enter(
    record: LicenseRecord, name: str, value: str, *, by: User, seen_version: int
) -> BlindEntry:
    """Compare ``value`` (the API's form), typed without seeing the field, with what stands there.

    Raises ActionDenied where it is not asked for, StaleRecord when it was entered already or the
    field moved on.
    """
    check_can(Verb.ENTER_BLIND, by, record)
    if name not in asked(record, by=by):
        raise ActionDenied(_("This field is not entered twice."))
    field = _field(record, name)
    if name in entries(record, by=by) or field.version != seen_version:
        raise StaleRecord(_("This value was changed elsewhere since you saw it."))
    same = values.same(name, field.value, value)
    outcome = Outcome.SAME if same else Outcome.DIFFERS
    entry = BlindEntry(record=record, name=name, by=by, version=field.version, outcome=outcome)
    entry.value = value
    entry.save()
    _event(Verb.ENTER_BLIND, entry, {"value": value})
    return entry


@transaction.atomic
def keep(record: LicenseRecord, name: str, *, by: User) -> None:
    """Let the first value stand where the second entry differs."""
    check_can(Verb.KEEP, by, record)
    _event(Verb.KEEP, _decide(record, name, Outcome.KEPT, by))


@transaction.atomic
def adopt(record: LicenseRecord, name: str, *, by: User) -> None:
    """Put the second entry in the place of the first: a correction, so that a third approves."""
    check_can(Verb.ADOPT, by, record)
    entry = _decide(record, name, Outcome.ADOPTED, by)
    transitions.update(record)
    _event(Verb.ADOPT, entry)
    values.write(_field(record, name), entry.value, by=by, origin=Origin.ADOPTED)


def _decide(record: LicenseRecord, name: str, outcome: str, by: User) -> BlindEntry:
    """End an open comparison; raises StaleRecord when there is none."""
    entry = entries(record, by=by).get(name)
    rows = BlindEntry.objects.filter(pk=entry.pk if entry else 0, outcome=Outcome.DIFFERS)
    if entry is None or rows.update(outcome=outcome) != 1:
        raise StaleRecord(_("There is no difference to decide about. Reload the record."))
    entry.outcome, entry.record = outcome, record
    return entry


def _field(record: LicenseRecord, name: str) -> FieldValue:
    field = record.values.select_for_update().filter(name=name).first()
    field = field or FieldValue(record=record, name=name)
    field.record = record
    return field


def _event(verb: Verb, entry: BlindEntry, told: dict[str, str] | None = None) -> None:
    details = {"field": entry.name, "outcome": str(entry.outcome), "entry": entry.pk}
    audit.write(verb, by=entry.by, record=entry.record, details=details, values=told)
