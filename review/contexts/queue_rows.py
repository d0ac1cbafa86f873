"""One record in a list: what is doubtful, how old it is, when it is due, and who holds it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from review import permissions
from review.contexts import rule_words
from review.contexts.findings import RANK
from review.contexts.values import called, shown
from review.models import Finding, LicenseRecord
from review.workflow import REVIEWABLE, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.contrib.auth.models import User

    from review.models import FieldValue

CHIPS = 3
UNSEEN = "•••"  # in place of what an approver has to enter blind
SOON = timedelta(hours=2)
_DAY, _HOUR, _MINUTE = 86_400, 3600, 60


@dataclass(frozen=True)
class Chip:
    """One open finding in a list."""

    severity: str
    text: str


@dataclass(frozen=True)
class Due:
    """When a record is due: its tone ("" if there is time), and the words that say the same."""

    tone: str
    words: str


@dataclass(frozen=True)
class Claim:
    """Who holds a record, and what this person can do about it from the list."""

    record: LicenseRecord
    holder: str
    minutes: int
    mine: bool
    here: bool
    claimable: bool


@dataclass(frozen=True)
class Row:
    """One record in the list."""

    record: LicenseRecord
    name: str
    license_number: str
    chips: tuple[Chip, ...]
    more: int
    age: str
    due: Due | None
    claim: Claim


def claim_of(record: LicenseRecord, user: User, now: datetime, *, here: bool) -> Claim:
    """Return who holds ``record``; ``here``: it still belongs to the list."""
    held = record.claim_is_live(now)
    reviews = permissions.has_role(user, Role.REVIEWER)
    return Claim(
        record=record,
        holder=called(record.claimed_by) if held else "",
        minutes=_minutes(record.claim_until, now) if held else 0,
        mine=held and record.claimed_by_id == user.pk,
        here=here,
        claimable=reviews and not held and record.state in REVIEWABLE,
    )


def row_of(
    record: LicenseRecord,
    claim: Claim,
    now: datetime,
    chips: tuple[Chip, ...],
    unseen: Collection[str] = (),
) -> Row:
    """Return what a list shows of ``record``: numbers covered, nothing of the fields ``unseen``."""
    values = record.values_by_name()
    return Row(
        record=record,
        name=_covered(values, "Name", unseen),
        license_number=_covered(values, "LicenseNumber", unseen),
        chips=chips[:CHIPS],
        more=len(chips[CHIPS:]),
        age=age_of(now - record.created_at),
        due=due_of(record.due_at, now) if record.is_open else None,
        claim=claim,
    )


def _covered(values: Mapping[str, FieldValue], name: str, unseen: Collection[str]) -> str:
    if name in unseen:
        return UNSEEN
    return shown(name, values[name].value, revealed=False) if name in values else ""


def chips_of(record: LicenseRecord, first: str | None, language: str) -> tuple[Chip, ...]:
    """Return the open findings: those of the rule ``first``, then the heaviest."""
    found = [f for f in record.all_findings if f.status == Finding.Status.OPEN]
    found.sort(key=lambda f: (f.rule != first, RANK[f.severity], f.pk))
    return tuple(Chip(f.severity, rule_words.chip(f.rule, f.field, language)) for f in found)


def age_of(passed: timedelta) -> str:
    """Return how long ago a record came in, in the two units that matter."""
    seconds = max(int(passed.total_seconds()), 0)
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)d min") % {"minutes": minutes}


def due_of(due_at: datetime, now: datetime) -> Due:
    """Return the due time in words; what is over or near says so first."""
    told = _moment(timezone.localtime(due_at), timezone.localtime(now))
    if due_at <= now:
        return Due("error", _("Overdue · %s") % told)
    if due_at - now <= SOON:
        return Due("warning", _("Due soon · %s") % told)
    return Due("", told)


def _moment(moment: datetime, now: datetime) -> str:
    """Return the time of a day nearby, else its date as well."""
    clock, days = date_format(moment, "H:i"), (moment.date() - now.date()).days
    if days == 0:
        return _("today %s") % clock
    if days == 1:
        return _("tomorrow %s") % clock
    return f"{date_format(moment, 'm.d')} {clock}"


def _minutes(until: datetime | None, now: datetime) -> int:
    """Return the minutes that are left of a claim, begun ones included."""
    return math.ceil((until - now).total_seconds() / _MINUTE) if until else 0
