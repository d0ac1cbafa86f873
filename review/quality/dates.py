"""Dates and periods: the one parser, between the API's, the card's and misread forms.

The API writes ``dd/mm/yyyy`` and ``dd/mm/yyyy~dd/mm/yyyy`` (documented for Birthday, the sample
shows it for the others); the card prints ``YYYY.MM.DD``.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

_API = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_CARD = re.compile(r"([0-9]{4})\. ?([0-9]{1,2})\. ?([0-9]{1,2})\.?")
_YEAR_FIRST = re.compile(
    r"([0-9]{4})(?: ?[./\-년] ?)([0-9]{1,2})(?: ?[./\-월] ?)([0-9]{1,2}) ?[.일]?"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?[./\-] ?([0-9]{1,2}) ?[./\-] ?([0-9]{4})")
_BARE = re.compile(r"[0-9]{8}")
_DATE_LIKE = r"[0-9OIlSBZ./년월일]{8,12}"
_TWO = re.compile(rf"({_DATE_LIKE}) ?[~∼〜\-–— ] ?({_DATE_LIKE})")
_LETTERS = str.maketrans("OoIl|SBZ", "00111582")


class Period(NamedTuple):
    """Two days, both inclusive."""

    start: date
    end: date


def build(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def parse_api(text: str) -> date | None:
    """Read exactly ``dd/mm/yyyy``; None for anything else."""
    found = _API.fullmatch(text)
    return build(int(found[3]), int(found[2]), int(found[1])) if found else None


def format_api(day: date) -> str:
    """Write ``dd/mm/yyyy``."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def parse_card(text: str) -> date | None:
    """Read the card's ``YYYY.MM.DD`` (blanks after the dots occur); None for anything else."""
    found = _CARD.fullmatch(text.strip())
    return build(int(found[1]), int(found[2]), int(found[3])) if found else None


def format_card(day: date) -> str:
    """Write ``YYYY.MM.DD``."""
    return f"{day.year:04d}.{day.month:02d}.{day.day:02d}"


def parse_period(text: str) -> Period | None:
    """Read exactly ``dd/mm/yyyy~dd/mm/yyyy``; None for anything else."""
    left, joint, right = text.partition("~")
    start, end = parse_api(left), parse_api(right)
    return Period(start, end) if joint and start and end else None


def format_period(period: Period) -> str:
    """Write ``dd/mm/yyyy~dd/mm/yyyy``."""
    return f"{format_api(period.start)}~{format_api(period.end)}"


def read(text: str) -> date | None:
    """Return the day that a misformed ``text`` means, or None.

    Year first, dots, dashes, Korean units and letters in place of digits are understood; month
    and day change places only where the text has no other reading. Eight bare digits cannot be
    read both ways, as no month follows the century of a year.
    """
    text = text.translate(_LETTERS)
    if _BARE.fullmatch(text):
        year_first = build(int(text[:4]), int(text[4:6]), int(text[6:]))
        day = year_first or build(int(text[4:]), int(text[2:4]), int(text[:2]))
        return day if day and 1900 <= day.year <= 2100 else None
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        number, month, year = map(int, found.groups())
    else:
        return None
    return build(year, month, number) or build(year, number, month)


def read_period(text: str) -> Period | None:
    """Read two dates in any form of :func:`read` with any usual joint; None if unclear."""
    found = _TWO.fullmatch(re.sub(r"(?<=[./년월]) ", "", text))
    if not found:
        return None
    start, end = read(found[1]), read(found[2])
    return Period(start, end) if start and end else None


def swapped(text: str) -> date | None:
    """Read ``mm/dd/yyyy``: the day that results when day and month change places."""
    found = _API.fullmatch(text)
    return build(int(found[3]), int(found[1]), int(found[2])) if found else None


def add_months(day: date, months: int) -> date:
    """Return the same day ``months`` later, or the month's last day where it is shorter.

    Days beyond the calendar's range stay at its ends.
    """
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    if not 1 <= year <= 9999:
        return date.max if year > 9999 else date.min
    return build(year, month + 1, day.day) or date(year, month + 1, monthrange(year, month + 1)[1])


def add_days(day: date, days: int) -> date:
    """Return the day ``days`` later, held inside the calendar's range."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def age(born: date, on: date) -> int:
    """Return the completed years on a day; 29 February counts from 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
