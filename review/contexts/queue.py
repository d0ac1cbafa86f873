"""The queue as one person sees it: lists with counts, rows, filters, and what is new since."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review import permissions
from review.contexts import rule_words
from review.contexts.findings import RANK
from review.contexts.values import shown
from review.forms.queue import MINE, RETURNED
from review.models import Finding, LicenseRecord
from review.models.finding import Severity
from review.quality import RULES
from review.workflow import Role, State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models.record import RecordQuerySet

PAGE = 50
CHIPS = 3
REFRESH_S = 10
TABS = (
    (State.TO_REVIEW,),
    (State.TO_APPROVE,),
    (State.ESCALATED,),
    (State.UNREADABLE,),
    (State.RECEIVED, State.RECOGNIZING),
    (State.APPROVED,),
    (State.REJECTED,),
    (State.WITHDRAWN,),
)


@dataclass(frozen=True)
class Tab:
    """One list: its label, how many records it holds, and where it is."""

    key: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Chip:
    """One open finding in a list."""

    severity: str
    text: str


@dataclass(frozen=True)
class Row:
    """One record in the list."""

    record: LicenseRecord
    name: str
    license_number: str
    chips: tuple[Chip, ...]
    more: int
    holder: str
    minutes: int
    mine: bool
    here: bool


class Queue:
    """One list of records with its counts, read once."""

    def __init__(self, user: User, asked: Mapping[str, Any]) -> None:
        self.user = user
        self.asked = asked
        self.language = (get_language() or "ko")[:2]
        self.key = asked["state"] or _first_list(user)
        self.now = timezone.now()

    def page(self) -> dict[str, Any]:
        """Return the context of the whole page."""
        return {
            **self.live(),
            "asked": self.asked,
            "rows": self.rows,
            "shown": ",".join(str(row.record.pk) for row in self.rows),
            "filters": self._filters(),
            "filtered": bool(self.asked["severity"] or self.asked["rule"]),
            "next_page": self._address(after=self.rows[-1].record.pk) if self._more else "",
            "first_page": self._address() if self.asked["after"] else "",
            "next_refusal": self._next_refusal(),
            "refresh_s": REFRESH_S,
        }

    def live(self) -> dict[str, Any]:
        """Return what a refresh may change without moving a row: counts, claims, what is new."""
        return {
            "key": self.key,
            "address": self._address(),
            "tabs": self.tabs,
            "total": self._total(),
            "refreshed_at": timezone.localtime(self.now),
            "fresh": self._fresh(),
            "claims": [self._row(record) for record in self._shown_before()],
        }

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The page's rows."""
        return tuple(self._row(record) for record in self._fetched[:PAGE])

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """The lists with their counts, one's own work at the end."""
        counts = LicenseRecord.objects.counts_by_state()
        of_states = [self._tab(states, counts) for states in TABS]
        mine = self._own(MINE, _("Claimed by me"))
        return (*of_states, mine, self._own(RETURNED, _("Sent back to me")))

    @cached_property
    def _fetched(self) -> list[LicenseRecord]:
        ordered = self._matching().queue_order()
        if self.asked["after"]:
            ordered = ordered.after_in_queue(self.asked["after"])
        return list(ordered.for_list()[: PAGE + 1])

    @property
    def _more(self) -> bool:
        return len(self._fetched) > PAGE

    def _list(self, key: str) -> RecordQuerySet:
        records = LicenseRecord.objects.all()
        if key == MINE:
            return records.claimed_by_user(self.user)
        if key == RETURNED:
            return records.sent_back_to(self.user)
        return records.in_state(*_states(key))

    def _matching(self) -> RecordQuerySet:
        records = self._list(self.key)
        if self.asked["severity"]:
            records = records.with_severity(self.asked["severity"])
        if self.asked["rule"]:
            records = records.with_finding(self.asked["rule"])
        return records

    def _tab(self, states: tuple[State, ...], counts: Mapping[str, int]) -> Tab:
        key = states[-1].value
        count = sum(counts.get(state, 0) for state in states)
        return Tab(key, str(states[-1].label), count, self.key in states)

    def _own(self, key: str, label: str) -> Tab:
        return Tab(key, label, self._list(key).count(), self.key == key)

    def _total(self) -> int:
        """Return how many records the list holds without its filters."""
        return next((tab.count for tab in self.tabs if tab.current), 0)

    def _seen(self) -> list[int]:
        """Return the numbers of the rows that the person has before them."""
        numbers = (self.asked["shown"] or "").split(",")
        return [int(number) for number in numbers if number.isdecimal()][:PAGE]

    def _fresh(self) -> int:
        """Return how many records belong on this page now and are not on it yet."""
        if self.asked["shown"] is None or self.asked["after"]:
            return 0
        first = self._matching().queue_order().values_list("pk", flat=True)[:PAGE]
        return len(set(first) - set(self._seen()))

    def _shown_before(self) -> list[LicenseRecord]:
        seen = self._seen()
        return list(LicenseRecord.objects.numbered(seen).for_list()) if seen else []

    def _row(self, record: LicenseRecord) -> Row:
        values = record.values_by_name()
        name = values["Name"].value if "Name" in values else ""
        number = values["LicenseNumber"].value if "LicenseNumber" in values else ""
        chips = self._chips(record)
        held = record.claim_is_live(self.now)
        return Row(
            record=record,
            name=name,
            license_number=shown("LicenseNumber", number, revealed=False),
            chips=chips[:CHIPS],
            more=len(chips[CHIPS:]),
            holder=str(record.claimed_by) if held else "",
            minutes=_minutes(record.claim_until, self.now) if held else 0,
            mine=held and record.claimed_by_id == self.user.pk,
            here=self.key in (MINE, RETURNED) or record.state in _states(self.key),
        )

    def _chips(self, record: LicenseRecord) -> tuple[Chip, ...]:
        found = [f for f in record.all_findings if f.status == Finding.Status.OPEN]
        asked = self.asked["rule"]
        found.sort(key=lambda f: (f.rule != asked, RANK[f.severity], f.pk))
        return tuple(
            Chip(f.severity, rule_words.chip(f.rule, f.field, self.language)) for f in found
        )

    def _filters(self) -> dict[str, Any]:
        rules = ((rule.name, rule_words.choice(rule.name, self.language)) for rule in RULES)
        by_words = sorted(rules, key=lambda choice: choice[1])
        return {"severities": Severity.choices, "rules": by_words}

    def _address(self, **more: object) -> str:
        """Return the query string of this list with its filters."""
        kept = {"state": self.key, "severity": self.asked["severity"], "rule": self.asked["rule"]}
        return urlencode({name: value for name, value in {**kept, **more}.items() if value})

    def _next_refusal(self) -> str | None:
        if permissions.has_role(self.user, Role.REVIEWER):
            return None
        return _("Only reviewers claim records.")


def _first_list(user: User) -> str:
    """Return the list that a person's work is in."""
    if permissions.has_role(user, Role.APPROVER) and not permissions.has_role(user, Role.REVIEWER):
        return State.TO_APPROVE.value
    return State.TO_REVIEW.value


def _states(key: str) -> tuple[State, ...]:
    """Return the states of a list, named by any of them."""
    return next((states for states in TABS if key in states), ())


def _minutes(until: datetime | None, now: datetime) -> int:
    """Return the minutes that are left of a claim, begun ones included."""
    return math.ceil((until - now).total_seconds() / 60) if until else 0
