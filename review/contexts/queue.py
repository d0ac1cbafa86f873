"""The queue as one person sees it: lists with counts, rows, filters, and what is new since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from review import permissions
from review.contexts import queue_filters, queue_rows
from review.contexts.queue_rows import Claim, Row
from review.forms.queue import APPROVABLE, FOUND, MINE, RETURNED
from review.models import LicenseRecord
from review.models.queries import Place, merged
from review.services import counts, office
from review.services.searching import Kind
from review.workflow import Proposal, Role, State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models.queries import RecordQuerySet

PAGE = 50
REFRESH_S = 10
# One's own lists are short; further records are not counted.
MOST_COUNTED = 99
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
# Which roles have which lists of their own.
OWN_TABS = {
    MINE: (Role.REVIEWER, gettext_lazy("My work")),
    APPROVABLE: (Role.APPROVER, gettext_lazy("Waiting for my approval")),
    RETURNED: (Role.REVIEWER, gettext_lazy("Sent back to me")),
}


@dataclass(frozen=True)
class Tab:
    """One list: its label, how many records it holds (or more than that), and where it is."""

    key: str
    label: str
    count: int
    current: bool
    own: bool = False
    first_own: bool = False

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.own and self.count > MOST_COUNTED


@dataclass(frozen=True)
class Search:
    """What this person searched for last: the kind, and the records, never the text."""

    kind: str
    records: list[int]


class Queue:
    """One list of records with its counts, read once."""

    def __init__(
        self, user: User, asked: Mapping[str, Any], search: Mapping[str, Any] | None = None
    ) -> None:
        self.user = user
        self.roles = permissions.roles_of(user)
        self.search = Search(**search) if search else None
        self.language = (get_language() or "ko")[:2]
        self.key = asked["state"] or _first_list(user)
        self.asked = {**asked, "state": self.key}
        self.order = queue_filters.order_of(asked)
        self.now = timezone.now()

    def page(self) -> dict[str, Any]:
        """Return the context of the whole page."""
        return {
            **self.live(),
            **queue_filters.choices(self.language, self.user),
            "asked": {name: _as_chosen(value) for name, value in self.asked.items()},
            "rows": self.rows,
            "shown": ",".join(str(row.record.pk) for row in self.rows),
            "filtered": any(self.asked[name] for name in queue_filters.FILTERS),
            "next_page": self._next_page(),
            "first_page": self.address if self.asked["after"] else "",
            "sorted_by": {
                name: queue_filters.address(self.asked, sort=name)
                for name in ("doubt", "age", "due")
            },
            "sort": self.asked["sort"] or "doubt",
            "views": self.user.views.all(),
            "search": self._search_words(),
            "next_refusal": self._next_refusal(),
            "bulk": self._bulk(),
            "refresh_s": REFRESH_S,
        }

    def live(self) -> dict[str, Any]:
        """Return what a refresh may change without moving a row: counts, claims, what is new."""
        return {
            "key": self.key,
            "address": self.address,
            "tabs": self.tabs,
            "total": next((tab.count for tab in self.tabs if tab.current), 0),
            "refreshed_at": timezone.localtime(self.now),
            "fresh": self._fresh(),
            "claims": self._claims_shown(),
        }

    @property
    def address(self) -> str:
        """The query string of this list."""
        return queue_filters.address(self.asked)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The page's rows."""
        pks = [pk for _value, pk in self._places[:PAGE]]
        records = {record.pk: record for record in LicenseRecord.objects.numbered(pks).for_list()}
        return tuple(self._row(records[pk]) for pk in pks if pk in records)

    @cached_property
    def tabs(self) -> tuple[Tab, ...]:
        """The lists with their counts, one's own work at the end."""
        kept = counts.by_state()
        return (*(self._tab(states, kept) for states in TABS), *self._own_tabs())

    @cached_property
    def _places(self) -> list[Place]:
        """The places of the page's rows, and of one more if there is one."""
        after = queue_filters.place_in(self.asked["after"], self.order)
        parts = (list_.places(self.order, after, PAGE + 1) for list_ in self._lists())
        return merged(parts, self.order)[: PAGE + 1]

    def _lists(self) -> list[RecordQuerySet]:
        """Return the list, in parts that an index can serve: one a state."""
        return [queue_filters.narrowed(part, self.asked, self.user) for part in self._whole()]

    def _whole(self) -> list[RecordQuerySet]:
        records = LicenseRecord.objects.all()
        if self.key == FOUND:
            return [records.numbered(self.search.records if self.search else [])]
        if self.key in OWN_TABS:
            return [self._own(self.key)]
        return [records.in_state(state) for state in _states(self.key)]

    def _own(self, key: str) -> RecordQuerySet:
        records = LicenseRecord.objects.all()
        if key == MINE:
            return records.claimed_by_user(self.user)
        if key == APPROVABLE:
            return records.approvable_by(self.user)
        return records.sent_back_to(self.user)

    def _tab(self, states: tuple[State, ...], kept: Mapping[str, int]) -> Tab:
        count = sum(kept.get(state, 0) for state in states)
        return Tab(states[-1].value, str(states[-1].label), count, self.key in states)

    def _own_tabs(self) -> list[Tab]:
        mine = [key for key, (role, _label) in OWN_TABS.items() if role in self.roles]
        found = {key: self._own(key).count_up_to(MOST_COUNTED + 1) for key in mine}
        return [
            Tab(
                key,
                str(OWN_TABS[key][1]),
                count,
                self.key == key,
                own=True,
                first_own=key == mine[0],
            )
            for key, count in found.items()
        ]

    def _seen(self) -> list[int]:
        """Return the numbers of the rows that the person has before them."""
        numbers = (self.asked["shown"] or "").split(",")
        return [int(number) for number in numbers if number.isdecimal()][:PAGE]

    def _fresh(self) -> int:
        """Return how many records belong on this page now and are not on it yet."""
        if self.asked["shown"] is None or self.asked["after"]:
            return 0
        parts = (list_.places(self.order, None, PAGE) for list_ in self._lists())
        first = {pk for _value, pk in merged(parts, self.order)[:PAGE]}
        return len(first - set(self._seen()))

    def _claims_shown(self) -> list[Claim]:
        seen = self._seen()
        records = LicenseRecord.objects.numbered(seen).select_related("claimed_by")
        return [self._claim(record) for record in records] if seen else []

    def _claim(self, record: LicenseRecord) -> Claim:
        here = not _states(self.key) or record.state in _states(self.key)
        return queue_rows.claim_of(record, self.user, self.now, here=here)

    def _row(self, record: LicenseRecord) -> Row:
        chips = queue_rows.chips_of(record, self.asked["rule"], self.language)
        claim, unseen = self._claim(record), self._unseen(record)
        return queue_rows.row_of(record, claim, self.now, chips, unseen)

    def _unseen(self, record: LicenseRecord) -> Collection[str]:
        """Return the fields that this person may have to enter blind before approving."""
        waits = record.state == State.TO_APPROVE and record.proposal == Proposal.ACCEPT
        return self._blind_fields if waits else ()

    @cached_property
    def _blind_fields(self) -> list[str]:
        approves = permissions.has_role(self.user, Role.APPROVER)
        return office.value("blind_entry_fields") if approves else []

    def _next_page(self) -> str:
        if len(self._places) <= PAGE:
            return ""
        last = queue_filters.place_after(self._places[PAGE - 1])
        return queue_filters.address(self.asked, after=last)

    def _search_words(self) -> dict[str, Any] | None:
        if self.key != FOUND or self.search is None:
            return None
        return {"kind": Kind(self.search.kind).label, "hits": len(self.search.records)}

    def _next_refusal(self) -> str | None:
        if Role.REVIEWER in self.roles:
            return None
        return _("Only reviewers claim records.")

    def _bulk(self) -> dict[str, bool]:
        """Return what this person's roles may do to many records; nothing: no rows are chosen."""
        leads = Role.LEAD in self.roles
        return {"assign": leads} if leads or Role.REVIEWER in self.roles else {}


def _first_list(user: User) -> str:
    """Return the list that a person's work is in."""
    if permissions.has_role(user, Role.APPROVER) and not permissions.has_role(user, Role.REVIEWER):
        return State.TO_APPROVE.value
    return State.TO_REVIEW.value


def _states(key: str) -> tuple[State, ...]:
    """Return the states of a list, named by any of them."""
    return next((states for states in TABS if key in states), ())


def _as_chosen(value: Any) -> str:
    """Return a filter's value as its choice has it."""
    return str(getattr(value, "pk", value) or "")
