"""The pages of figures: one's own work, and the office's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review import charts
from review.contexts import rule_words
from review.license_fields import BY_NAME
from review.permissions import check_roles
from review.services import counts, figures
from review.workflow import OPEN_STATES, Role, State, Verb

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import User

OWN = (Role.REVIEWER,)
OFFICE = (Role.LEAD,)


@dataclass(frozen=True)
class Chart:
    """A chart and the table beneath it: what a row is, what the series are, the bars."""

    key: str
    title: str
    row: str
    series: tuple[str, ...]
    steps: tuple[charts.Step, ...]

    @property
    def looks(self) -> list[tuple[str, str]]:
        """Return how each series looks, and what it is called."""
        return list(zip(("a", "o", "b"), self.series, strict=False))


def own(user: User) -> dict[str, Any]:
    """Return the context of one's own page; raises ActionDenied."""
    check_roles(user, OWN)
    times = [timezone.localtime(moment) for moment in figures.submitted_today(by=user)]
    by_field = figures.sent_back_by_field(by=user)
    return {
        "today": len(times),
        "pace": _minutes_each(times),
        "returned": sum(number for _name, number in by_field),
        "days": figures.DAYS,
        "charts": [_hours(times), _fields(by_field)],
        "latest": [
            {"comment": told, "field": _label(told.name)} for told in figures.sent_back(by=user)
        ],
    }


def office(user: User) -> dict[str, Any]:
    """Return the context of the office's page; raises ActionDenied."""
    check_roles(user, OFFICE)
    by_day = figures.moves(by=user)
    waiting, sums = Counter(counts.by_state()), _sums(by_day)
    waiting.subtract(figures.open_tests(by=user))
    return {
        "days": figures.DAYS,
        "open": sum(waiting.get(state, 0) for state in OPEN_STATES),
        "submitted": sums[Verb.SUBMIT],
        "send_back_rate": _percent(sums[Verb.SEND_BACK], sums[Verb.SUBMIT]),
        "passed": figures.straight_through(by=user),
        "charts": [_backlog(waiting), _ages(figures.ages(by=user)), _throughput(by_day, user)],
        "engines": _engines(user),
        "idle": [
            row | {"words": rule_words.choice(row["rule"], _language())}
            for row in figures.idle_rules(by=user)
        ],
    }


def _minutes_each(times: Sequence[Any]) -> str:
    """Return the median of the minutes from one submission to the next ("" with fewer than two)."""
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    if not gaps:
        return ""
    seconds = int(gaps[len(gaps) // 2].total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


def _hours(times: Sequence[Any]) -> Chart:
    by_hour = Counter(moment.hour for moment in times)
    hours = range(min(by_hour, default=9), max(by_hour, default=9) + 1)
    rows = [(_("%d:00") % hour, (by_hour[hour],)) for hour in hours]
    return Chart(
        "hours", _("Submitted today, by hour"), _("Hour"), (_("Submitted"),), charts.steps(rows)
    )


def _fields(by_field: Sequence[tuple[str, int]]) -> Chart:
    rows = [(_label(name), (number,)) for name, number in by_field]
    title = _("What approvers sent back, by field")
    return Chart("fields", title, _("Field"), (_("Sent back"),), charts.steps(rows))


def _backlog(waiting: dict[str, int]) -> Chart:
    rows = [(str(State(state).label), (waiting.get(state, 0),)) for state in OPEN_STATES]
    return Chart("backlog", _("Open records"), _("State"), (_("Records"),), charts.steps(rows))


def _ages(numbers: Sequence[int]) -> Chart:
    first, *_others, last = figures.AGES
    names = [_("under %d h") % first, *(_("under %d h") % h for h in figures.AGES[1:])]
    rows = [(name, (n,)) for name, n in zip([*names, _("over %d h") % last], numbers, strict=True)]
    return Chart("ages", _("Age of open records"), _("Age"), (_("Records"),), charts.steps(rows))


def _throughput(by_day: dict[tuple[Any, str], int], user: User) -> Chart:
    first = figures.since(by=user).date()
    verbs = (Verb.SUBMIT, Verb.APPROVE, Verb.STRAIGHT)
    rows = []
    for offset in range(figures.DAYS):
        day = first + timedelta(days=offset)
        rows.append((f"{day:%m.%d}", tuple(by_day.get((day, verb), 0) for verb in verbs)))
    names = (_("Submitted"), _("Decided"), _("Straight through"))
    return Chart("throughput", _("Work of each day"), _("Day"), names, charts.steps(rows))


def _engines(user: User) -> list[dict[str, Any]]:
    """Return a row a field and engine: of how many records it was corrected on how many."""
    read, corrected = figures.read_by_engine(by=user), figures.corrected_by_field(by=user)
    return [
        {
            "field": _label(name),
            "engine": engine,
            "number": number,
            "of": read.get(engine, 0),
            "rate": _percent(number, read.get(engine, 0)),
        }
        for (name, engine), number in sorted(corrected.items(), key=lambda item: -item[1])
    ]


def _sums(by_day: dict[tuple[Any, str], int]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for (_day, verb), number in by_day.items():
        sums[verb] += number
    return sums


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _label(name: str) -> str:
    return BY_NAME[name].label(_language())


def _language() -> str:
    return (get_language() or "ko")[:2]
