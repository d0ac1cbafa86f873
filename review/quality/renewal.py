"""Renewal periods in three generations: how long a cycle lasts and when its window is open.

What counts is the day the period was fixed (the test passed, or the last renewal), not when the
card was printed. Sources: notices of the road traffic authority on the change of 9 December 2011;
Road Traffic Act, Art. 87(1) as amended on 14 August 2025, in force from 1 January 2026.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from review.quality import dates
from review.quality.dates import Period


class Window(StrEnum):
    """The three forms a printed period can have."""

    SIX_MONTHS = "six months"
    CALENDAR_YEAR = "calendar year"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Regime:
    """The rule for periods fixed on ``since`` or later.

    ``cycles`` are (age from, years for class 1, years for class 2), the highest age first.
    """

    since: date
    window: Window
    cycles: tuple[tuple[int, int, int], ...]


# The newest first. The three-year cycle from 75 came on 1 January 2019.
REGIMES = (
    Regime(date(2026, 1, 1), Window.BIRTHDAY, ((75, 3, 3), (65, 5, 5), (0, 10, 10))),
    Regime(date(2019, 1, 1), Window.CALENDAR_YEAR, ((75, 3, 3), (65, 5, 5), (0, 10, 10))),
    Regime(date(2011, 12, 9), Window.CALENDAR_YEAR, ((65, 5, 5), (0, 10, 10))),
    Regime(date.min, Window.SIX_MONTHS, ((0, 7, 9),)),
)
CALENDAR_FROM, BIRTHDAY_FROM = date(2011, 12, 9), date(2026, 1, 1)
# The last period of the oldest kind: class 2, fixed on 8 December 2011, nine years, six months.
LAST_SIX_MONTHS = dates.Period(date(2020, 12, 8), date(2021, 6, 7))
_MONTH_END = 28
_PRINTED_YEARS = range(2012, 2060)
_SLACK = timedelta(days=3)


def regime(fixed: date) -> Regime:
    """Return the rule in force on a day."""
    return next(entry for entry in REGIMES if entry.since <= fixed)


def cycle_years(fixed: date, age: int, class_one: bool) -> int:
    """Return the years from the day a period is fixed to its window, by age on that day."""
    row = next(row for row in regime(fixed).cycles if max(age, 0) >= row[0])
    return row[1] if class_one else row[2]


def window_of(period: Period) -> Window | None:
    """Return the form of a printed period, or None; month ends are given some days' slack."""
    start, end = period
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return Window.CALENDAR_YEAR
    if _lasts(period, 6, start.day > _MONTH_END):
        return Window.SIX_MONTHS
    at_month_end = start.day == 1 or start.day >= _MONTH_END
    return Window.BIRTHDAY if _lasts(period, 12, at_month_end) else None


def _lasts(period: Period, months: int, slack: bool) -> bool:
    expected = dates.add_days(dates.add_months(period.start, months), -1)
    if period.end == expected:
        return True
    return slack and abs(period.end - expected) <= _SLACK


def birthday_window(born: date, year: int) -> Period:
    """Return (birthday - 6 months + 1 day, birthday + 6 months) for the birthday in ``year``.

    The authority's example: birthday 1 October 2026 gives 2 April 2026 - 1 April 2027.
    """
    birthday = dates.add_months(born, 12 * (year - born.year))
    return Period(dates.add_days(dates.add_months(birthday, -6), 1), dates.add_months(birthday, 6))


def first_window(fixed: date, born: date, class_one: bool) -> Period:
    """Return the window of a period that is fixed on a day: if nothing shifts it."""
    years = cycle_years(fixed, dates.age(born, fixed), class_one)
    start = dates.add_months(fixed, 12 * years)
    form = regime(fixed).window
    if form is Window.SIX_MONTHS:
        return Period(start, dates.add_days(dates.add_months(start, 6), -1))
    if form is Window.CALENDAR_YEAR:
        return Period(date(start.year, 1, 1), date(start.year, 12, 31))
    return birthday_window(born, start.year)


def nearest_birthday_window(period: Period, born: date) -> Period:
    """Return the holder's window whose end is nearest to the printed one's."""
    years = (year for year in range(period.end.year - 1, period.end.year + 2) if 1 < year < 9998)
    windows = (birthday_window(born, year) for year in years)
    return min(windows, key=lambda window: abs(window.end - period.end), default=period)


def fits_birthday(period: Period, born: date) -> bool:
    """Tell whether a period is the holder's birthday window; month ends get some days' slack."""
    expected = nearest_birthday_window(period, born)
    slack = _SLACK if born.day >= _MONTH_END else timedelta(0)
    return abs(period.start - expected.start) <= slack and abs(period.end - expected.end) <= slack


def repairs(text: str, issued: date | None, born: date | None) -> list[Period]:
    """Return the legal windows that differ from a misread ``text`` in one character.

    None of them ends before the issue date, and none is of a kind unknown on that day. The window
    of a period fixed on the issue date comes first.
    """
    near = {
        period
        for period in _legal_windows(text, issued, born)
        if _one_apart(text, dates.format_period(period)) and (not issued or period.end >= issued)
    }
    expected = (
        {first_window(issued, born, class_one) for class_one in (True, False)}
        if issued and born
        else set()
    )
    return sorted(near, key=lambda period: (period not in expected, period))


def _legal_windows(text: str, issued: date | None, born: date | None) -> Iterator[Period]:
    first, last = (half and dates.parse_api(half) for half in text.partition("~")[::2])
    if first and first <= LAST_SIX_MONTHS.start:
        yield Period(first, dates.add_days(dates.add_months(first, 6), -1))
    if last and last <= LAST_SIX_MONTHS.end:
        yield Period(dates.add_months(dates.add_days(last, 1), -6), last)
    for year in _PRINTED_YEARS:
        if not issued or issued >= CALENDAR_FROM:
            yield Period(date(year, 1, 1), date(year, 12, 31))
        if born and issued and issued >= BIRTHDAY_FROM:
            yield birthday_window(born, year)


def _one_apart(left: str, right: str) -> bool:
    if len(left) != len(right):
        return False
    return sum(a != b for a, b in zip(left, right, strict=True)) == 1


def deadline(period: Period, born: date | None) -> date:
    """Return the last day to renew.

    Transition: at the first renewal after 2025 a printed calendar-year window counts together
    with the birthday window of its year, so the later end holds.
    """
    calendar = window_of(period) is Window.CALENDAR_YEAR
    if not born or not calendar or period.end < BIRTHDAY_FROM or period.end.year > 9990:
        return period.end
    return max(period.end, birthday_window(born, period.end.year).end)
