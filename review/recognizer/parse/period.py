"""Renewal period and issue date: out of every date on the card, the order that makes sense."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..lines import Line, Text
from ..reading import CALENDAR_YEAR, KNOWN_WINDOW, LOOK_ALIKES, Repair
from . import vocabulary
from .dates import Dated, Place
from .hangul import nearest
from .page import Page, Value

YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])")
MONTH_END = 28  # the last day that every month has
FIRST, LAST = (1, 1), (12, 31)  # month and day at which a calendar year begins and ends
MENDED = 0.5  # confidence of a date set right by its partner
LEAST = 1.0  # score of a pair that is a period
# By how much less a pair scores that was not read as it is: by one reader alone, by none.
SECOND, UNREAD = 0.3, 0.8
FAINT = 0.5  # a tilde no likelier than this is none
NEXT_ROW = 1.6  # line heights from the period's label down to its second row, at most
TOO_CLOSE = 0.3  # between two ways of mending, neither is proven


@dataclass(eq=False)
class Pair:
    """Two dates that may be the period, and the score for that."""

    first: Dated
    last: Dated
    score: float

    @property
    def is_mended(self) -> bool:
        """Whether an end of the period is as nobody read it."""
        return {self.first.reason, self.last.reason} & {CALENDAR_YEAR, KNOWN_WINDOW} != set()


def settle(page: Page, places: list[Place]) -> tuple[Value | None, Value | None]:
    """Return the renewal period and the issue date out of all ``places`` with dates.

    The period is the pair that a period can be (section 87 of the Road Traffic Act and its older
    forms) and that stands together; the issue date is what remains before it ends.
    """
    chosen, used = _chosen(page, places)
    if chosen is None:
        return None, _issue([place.read[0] for place in places if place.read], page.lines)
    dates = [place.read[0] for place in places if place.read and place not in used]
    period = Value(
        f"{chosen.first.day:%d/%m/%Y}~{chosen.last.day:%d/%m/%Y}",
        _period_confidence(chosen),
        [chosen.first.piece, chosen.last.piece],
        _repair(chosen.first, chosen.last),
    )
    return period, _issue([date for date in dates if date.day <= chosen.last.day])


def _chosen(page: Page, places: list[Place]) -> tuple[Pair | None, tuple[Place, ...]]:
    """Return the best pair and its places; None where no pair or more than one is proven."""
    ranked: list[tuple[Pair, tuple[Place, Place]]] = []
    for both in itertools.permutations(places, 2):
        others = [place.read[0].day for place in places if place.read and place not in both]
        for pair in _pairs(*both):
            pair.score += _score(page, pair.first, pair.last) - _later(others, pair.first.day)
            if pair.score >= LEAST:
                ranked.append((pair, both))
    ranked.sort(key=lambda each: -each[0].score)
    if not ranked:
        return None, ()
    best, used = ranked[0]
    rivals = (pair for pair, both in ranked[1:] if both == used and _differ(pair, best))
    if best.is_mended and any(best.score - rival.score < TOO_CLOSE for rival in rivals):
        return None, ()
    return best, used


def _differ(one: Pair, other: Pair) -> bool:
    return (one.first.day, one.last.day) != (other.first.day, other.last.day)


def _later(others: list[datetime.date], first: datetime.date) -> float:
    """Return what speaks against a period that begins before the card was issued."""
    return 0.5 if any(day > first for day in others) else 0.0


def _pairs(first: Place, last: Place) -> Iterator[Pair]:
    """Yield the pairs that two places can be: as read, as one window allows, as one year."""
    for one, other in itertools.product(_ways(first), _ways(last)):
        if not one[1] + other[1] or is_known_window(one[0].day, other[0].day):
            yield Pair(one[0], other[0], -one[1] - other[1])
    for year in _years(first, FIRST) | _years(last, LAST):
        start = _end_of_year(first, datetime.date(year, *FIRST))
        end = _end_of_year(last, datetime.date(year, *LAST))
        if start and end:
            yield Pair(start, end, -UNREAD * 0.5 * _is_unread(start, end))


def _is_unread(*dates: Dated) -> bool:
    return any(date.reason == CALENDAR_YEAR for date in dates)


def _ways(place: Place) -> Iterator[tuple[Dated, float]]:
    """Yield the dates a place can be, each with what speaks against it."""
    for index, date in enumerate(place.read):
        yield (date, 0.0) if not index else (replace(date, reason=KNOWN_WINDOW), SECOND)
    for date in place.mixed:
        yield replace(date, reason=KNOWN_WINDOW), UNREAD


def _years(place: Place, end: tuple[int, int]) -> set[int]:
    """Return the years that were read with this end of a calendar year."""
    return {date.day.year for date in place.read if (date.day.month, date.day.day) == end}


def _end_of_year(place: Place, day: datetime.date) -> Dated | None:
    """Return an end of a calendar year, set right where only its year or its day was read.

    A period that begins on 1 January ends on 31 December of the same year, and the reverse.
    """
    for date in place.read:
        if date.day == day:
            return date
    for seen in place.seen:
        if seen.end == (day.month, day.day) or seen.parts[0] == str(day.year):
            sure = min(*seen.scores, MENDED)
            return Dated(day, sure, seen.piece, seen.raw, CALENDAR_YEAR)
    return None


def _repair(*dates: Dated) -> Repair | None:
    """Return how the dates were read where one of them was set right."""
    reasons = {date.reason for date in dates}
    for reason in (CALENDAR_YEAR, KNOWN_WINDOW, LOOK_ALIKES):
        if reason in reasons:
            return Repair("~".join(date.raw.strip() for date in dates), reason)
    return None


def is_known_window(first: datetime.date, last: datetime.date) -> bool:
    """Whether two dates are a calendar year, six months, or a year around a birthday.

    Six months and a year end on the day before the one they began on; where not every month has
    that day, some days more or less are let pass.
    """
    if (first.month, first.day, last.month, last.day) == (*FIRST, *LAST):
        return first.year == last.year
    days = (last - first).days
    if first.day >= MONTH_END:
        return 178 <= days <= 186 or 363 <= days <= 366
    after = last + datetime.timedelta(days=1)
    months = 12 * (after.year - first.year) + after.month - first.month
    return after.day == first.day and months in (6, 12)


def _score(page: Page, first: Dated, last: Dated) -> float:
    """Return how well two dates are a period, by their days and by where they stand."""
    if last.day <= first.day:
        return -99.0
    score = 2.0 if is_known_window(first.day, last.day) else 0.0
    height = first.piece.line.height
    if first.piece.line is last.piece.line:
        score += 1.5 if first.piece.start < last.piece.start else -2.0
    else:
        drop = last.piece.line.middle - first.piece.line.middle
        score += 1.0 if 0.4 * height < drop < 2.6 * height else -0.8
        score += 0.5 if abs(first.piece.x - last.piece.x) < 2.5 * height else -0.3
    if any(_period_words(date.piece.line) for date in (first, last)):
        score += 0.7
    if any(names_agency(date.piece.line) for date in (first, last)):
        score -= 1.5
    return score


def _period_words(line: Line) -> bool:
    return vocabulary.label_at_start(line.hangul.text)[0] == "Period" or "~" in line.latin.text


def names_agency(line: Line) -> bool:
    """Whether the police agency that issued the card stands on the line."""
    text = "".join(line.hangul.text.split())
    return any(nearest(text[i : i + 4], ("경찰청장",))[1] <= 0.3 for i in range(len(text) - 3))


def _period_confidence(pair: Pair) -> float:
    sure = min(pair.first.confidence, pair.last.confidence)
    if pair.is_mended:
        return min(sure, MENDED)
    if sure > MENDED and is_known_window(pair.first.day, pair.last.day):
        return sure + 0.5 * (1 - sure)
    return min(sure, 0.6)


def _issue(dates: list[Dated], rows: Sequence[Line] = ()) -> Value | None:
    """Return the issue date; ``rows`` may have the label of a period that was not found."""
    today = datetime.date.today()
    usable = [date for date in dates if date.day <= today and not _is_an_end(date, rows)]
    if not usable:
        return None
    lowest = max(
        usable,
        key=lambda date: (names_agency(date.piece.line), date.piece.line.middle),
    )
    return Value(f"{lowest.day:%d/%m/%Y}", lowest.confidence, [lowest.piece], _repair(lowest))


def _is_an_end(date: Dated, rows: Sequence[Line]) -> bool:
    """Whether a tilde, another year, the label or the day says that it is an end of a period."""
    line = date.piece.line
    if names_agency(line):
        return False
    readings = (line.latin, line.hangul)
    several = any(_has_tilde(text) or len(YEAR.findall(text.text)) > 1 for text in readings)
    ends_year = (date.day.month, date.day.day) == LAST
    return several or ends_year or any(_labels(other, date) for other in (line, *rows))


def _labels(line: Line, date: Dated) -> bool:
    """Whether a line has the label of the period, on which or right below which a date stands."""
    drop = (date.piece.line.middle - line.middle) / line.height
    near = -0.5 < drop < NEXT_ROW and line.left < date.piece.x
    return (line is date.piece.line or near) and _period_words(line)


def _has_tilde(text: Text) -> bool:
    signs = zip(text.text, text.scores, strict=True)
    return any(sign in "~∼" and score > FAINT for sign, score in signs)
