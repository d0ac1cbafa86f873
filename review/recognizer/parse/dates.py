"""Issue date and renewal period: every date on the card, then the order that makes sense."""

from __future__ import annotations

import datetime
import itertools
import re
from dataclasses import dataclass

from ..lines import Line, Text
from ..reading import CALENDAR_YEAR, LOOK_ALIKES, Repair
from . import vocabulary
from .hangul import nearest
from .page import Page, Piece, Value, piece_of

DIGIT = r"[0-9OoIl|]"
GAP = r"[\s.,\-–/·:;'년월원윌]{1,5}"  # the last two for a misread month
# Before a month that is told to be one, whatever syllable stands for "year".
MISREAD_YEAR = rf"\s?[가-힣]\s?(?={DIGIT}{{1,2}}\s?[월원윌])"
DATE = re.compile(
    rf"(?<![0-9])((?:19|20|2O|I9|l9){DIGIT}{{2}})(?:{GAP}|{MISREAD_YEAR})({DIGIT}{{1,2}}){GAP}({DIGIT}{{1,2}})(?!{DIGIT})"
)
SOLID_DATE = re.compile(
    r"(?<![0-9])((?:19|20)\d\d)[.,\s]*([01]\d)[.,\s]*([0-3]\d)(?![0-9])"
)  # blanks lost
YEAR = re.compile(r"(?:19|20)[0-9]{2}(?![0-9])")
LOOKALIKES = str.maketrans("OoIl|", "00111")
EARLIEST, LATEST = 1960, 2060
MENDED = 0.5  # confidence of a date set right by its partner


@dataclass(eq=False)
class Dated:
    """A date with its place on the card, as it was read (``raw``), and why it was set right."""

    day: datetime.date
    confidence: float
    piece: Piece
    raw: str = ""
    reason: str = ""


def find_dates(page: Page) -> list[Dated]:
    """Return every calendar date on lines not spoken for, one a place."""
    return [date for line in page.free() for date in _line_dates(line)]


def _line_dates(line: Line) -> list[Dated]:
    found: list[Dated] = []
    seen = [*_matches(line, line.latin), *_matches(line, line.hangul)]
    for date in sorted(seen, key=lambda each: -each.confidence):
        near = [other for other in found if _overlap(other.piece, date.piece) > 0.4]
        if not near:
            found.append(date)
        elif near[0].day == date.day:
            near[0].confidence = min(0.99, near[0].confidence * 0.5 + 0.5)
        else:
            near[0].confidence = min(near[0].confidence * 0.85, 0.75)
    return sorted(found, key=lambda each: each.piece.start)


def _overlap(first: Piece, second: Piece) -> float:
    shared = min(first.end, second.end) - max(first.start, second.start)
    return shared / max(min(first.end - first.start, second.end - second.start), 1e-6)


def _matches(line: Line, text: Text) -> list[Dated]:
    found = []
    hits = list(DATE.finditer(text.text)) or list(SOLID_DATE.finditer(text.text))
    for match in hits:
        year, month, day = (int(group.translate(LOOKALIKES)) for group in match.groups())
        try:
            date = datetime.date(year, month, day)
        except ValueError:
            continue
        if EARLIEST <= year <= LATEST:
            part = text.part(match.start(), match.end())
            scores = [score for sign, score in zip(part.text, part.scores, strict=True)
                      if sign.isalnum()]  # fmt: skip
            reason = LOOK_ALIKES if not "".join(match.groups()).isdecimal() else ""
            found.append(Dated(date, min(scores), piece_of(line, part), part.text, reason))
    return found


def settle(page: Page, dates: list[Dated]) -> tuple[Value | None, Value | None]:
    """Return the renewal period and the issue date out of all ``dates``.

    The period is the pair that a period can be (section 87 of the Road Traffic Act and its older
    forms) and that stands together; the issue date is what remains before it ends.
    """
    best, chosen = -99.0, None
    for first, last in itertools.permutations(dates, 2):
        score = _pair_score(page, first, last)
        if score > best:
            best, chosen = score, (first, last)
    if chosen is None or best < 1.0:
        return None, _issue(page, dates)
    first, last = chosen
    _complete_year(first, last)
    rest = [date for date in dates if date not in chosen and date.day <= last.day]
    period = Value(
        f"{first.day:%d/%m/%Y}~{last.day:%d/%m/%Y}",
        _period_confidence(first, last),
        [first.piece, last.piece],
        _repair(first, last),
    )
    return period, _issue(page, rest)


def _repair(*dates: Dated) -> Repair | None:
    """Return how the dates were read where one of them was set right."""
    reasons = {date.reason for date in dates} - {""}
    if not reasons:
        return None
    reason = CALENDAR_YEAR if CALENDAR_YEAR in reasons else LOOK_ALIKES
    return Repair("~".join(date.raw.strip() for date in dates), reason)


def _complete_year(first: Dated, last: Dated) -> None:
    """Set right a misread end of a calendar year, where the other end leaves no choice.

    A period that begins on 1 January ends on 31 December of the same year, and the reverse.
    """
    year = first.day.year
    if (first.day.month, first.day.day) == (1, 1) and last.day.year == year:
        proven, mended = datetime.date(year, 12, 31), last
    elif (last.day.month, last.day.day) == (12, 31) and last.day.year == year:
        proven, mended = datetime.date(year, 1, 1), first
    else:
        return
    if mended.day != proven:
        mended.day, mended.confidence = proven, min(mended.confidence, MENDED)
        mended.reason = CALENDAR_YEAR


def is_known_window(first: datetime.date, last: datetime.date) -> bool:
    """Whether two dates are a calendar year, six months, or a year around a birthday."""
    days = (last - first).days
    calendar_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    return (calendar_year and first.year == last.year) or 178 <= days <= 186 or 363 <= days <= 366


def _pair_score(page: Page, first: Dated, last: Dated) -> float:
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


def _period_confidence(first: Dated, last: Dated) -> float:
    sure = min(first.confidence, last.confidence)
    if sure > MENDED and is_known_window(first.day, last.day):
        return sure + 0.5 * (1 - sure)
    return min(sure, 0.6)


def _issue(page: Page, dates: list[Dated]) -> Value | None:
    today = datetime.date.today()
    usable = [date for date in dates if date.day <= today and not _is_an_end(date)]
    if not usable:
        return None
    lowest = max(
        usable,
        key=lambda date: (names_agency(date.piece.line), date.piece.line.middle),
    )
    return Value(f"{lowest.day:%d/%m/%Y}", lowest.confidence, [lowest.piece], _repair(lowest))


def _is_an_end(date: Dated) -> bool:
    """Whether a tilde, or another year, on the line says that it is one end of a period."""
    texts = (date.piece.line.latin.text, date.piece.line.hangul.text)
    return any(set("~∼") & set(text) or len(YEAR.findall(text)) > 1 for text in texts)
