"""How a list is narrowed, what its filters offer, and its address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from review.contexts import rule_words
from review.contexts.values import called
from review.forms.queue import AGES_H, KEPT, ME, NOBODY
from review.license_fields import FIELDS
from review.models import Source
from review.models.finding import Severity
from review.models.queries import DOUBT, ORDERS, Order, Place
from review.quality import RULES
from review.services import staff

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models.queries import RecordQuerySet

FILTERS = ("severity", "rule", "field", "source", "claim", "age", "duplicate")
# What these rules find is the same card, person or picture on another record.
DUPLICATE_RULES = (
    "license_number.duplicate", "rrn.duplicate", "agreement.same_card", "agreement.reissue",
    "agreement.same_picture",
)  # fmt: skip
_EPOCH, _TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_HOURS_A_DAY = 24


def narrowed(records: RecordQuerySet, asked: Mapping[str, Any], user: User) -> RecordQuerySet:
    """Keep the records that all chosen filters are true of.

    Severity, rule and field speak of one and the same finding.
    """
    told = {name: asked[name] for name in ("severity", "rule", "field") if asked[name]}
    if told:
        records = records.with_open_finding(**told)
    if asked["duplicate"]:
        records = records.with_open_finding(rule__in=DUPLICATE_RULES)
    if asked["source"]:
        records = records.from_source(asked["source"])
    if asked["age"]:
        records = records.older_than(asked["age"])
    return _claimed(records, asked["claim"], user)


def _claimed(records: RecordQuerySet, claim: str | None, user: User) -> RecordQuerySet:
    if claim is None:
        return records
    if claim == NOBODY:
        return records.claimed_by_nobody()
    return records.claimed_by_user(user.pk if claim == ME else int(claim))


def choices(language: str, user: User) -> dict[str, Any]:
    """Return what each filter offers, as values and words."""
    rules = ((rule.name, rule_words.choice(rule.name, language)) for rule in RULES)
    reviewers = [(str(person.pk), called(person)) for person in staff.reviewers()]
    sources = [(str(source.pk), source.name) for source in Source.objects.all()]
    others = [choice for choice in reviewers if choice[0] != str(user.pk)]
    claims = [(NOBODY, _("Nobody")), (ME, _("Me")), *others]
    return {
        "offers": (
            ("severity", _("Severity"), Severity.choices),
            ("field", _("Field"), [(field.name, field.label(language)) for field in FIELDS]),
            ("rule", _("Finding"), sorted(rules, key=lambda choice: choice[1])),
            ("source", _("Source"), sources),
            ("claim", _("Claimed by"), claims),
            ("age", _("Age"), [(str(hours), _older(hours)) for hours in AGES_H]),
        ),
        "orders": (
            ("doubt", _("Most doubtful first")),
            ("age", _("Oldest first")),
            ("due", _("Due first")),
        ),
        "reviewers": reviewers,
    }


def address(asked: Mapping[str, Any], **more: object) -> str:
    """Return the query string of a list with its filters; equal lists have equal addresses."""
    told = {name: asked[name] for name in KEPT} | more
    return urlencode({name: _written(value) for name, value in told.items() if value})


def order_of(asked: Mapping[str, Any]) -> Order:
    """Return the order that was chosen, else by doubt."""
    return ORDERS[asked["sort"]] if asked["sort"] else DOUBT


def place_in(text: str | None, order: Order) -> Place | None:
    """Read the place that an address continues after; None for its start."""
    if not text:
        return None
    number, pk = (int(part) for part in text.split("."))
    return (number if order is DOUBT else _EPOCH + number * _TICK), pk


def place_after(place: Place) -> str:
    """Write a place into an address."""
    value, pk = place
    number = (value - _EPOCH) // _TICK if isinstance(value, datetime) else value
    return f"{number}.{pk}"


def _written(value: object) -> object:
    if isinstance(value, Source):
        return value.pk
    return "on" if value is True else value


def _older(hours: int) -> str:
    if hours < _HOURS_A_DAY:
        return ngettext("over %d hour", "over %d hours", hours) % hours
    days = hours // _HOURS_A_DAY
    return ngettext("over %d day", "over %d days", days) % days
