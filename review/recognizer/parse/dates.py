"""Dates on the card: what both readers see at each place, and which calendar dates that can be."""

from __future__ import annotations

import datetime
import itertools
import re
from dataclasses import dataclass, replace

from ..lines import Line, Text
from ..reading import LOOK_ALIKES
from .page import Page, Piece, piece_of

DIGIT = r"[0-9OoIl|SBZ]"
GAP = r"[\s.,\-–/·:;'년월원윌]{1,5}"  # the last two for a misread month
# Before a month that is told to be one, whatever syllable stands for "year".
MISREAD_YEAR = rf"\s?[가-힣]\s?(?={DIGIT}{{1,2}}\s?[월원윌])"
# Digits may stand in front: of a label, as the reader of digits takes its syllables.
DATE = re.compile(
    rf"((?:19|20|2O|I9|l9){DIGIT}{{2}})(?:{GAP}|{MISREAD_YEAR})({DIGIT}{{1,2}}){GAP}({DIGIT}{{1,2}})(?!{DIGIT})"
)
SOLID_DATE = re.compile(
    r"(?<![0-9])((?:19|20)\d\d)[.,\s]*([01]\d)[.,\s]*([0-3]\d)(?![0-9])"
)  # blanks lost
# A date of which a digit was lost, as one of two alike.
NEARLY = re.compile(r"(?<![0-9])(?:19|2)[0-9]{1,3}\s?[.\-/]\s?[0-9]{0,2}\s?[.\-/]")
# A date of which the end was not seen, or of the day the second digit.
BROKEN_OFF = re.compile(
    r"(?<![0-9])(?:19|20)[0-9]{2}[.\-/\s]{1,4}(?:[0-9]{1,2}[.\-/\s]{0,4}[0-9]?)?$"
)
LOOKALIKES = str.maketrans("OoIl|SBZ", "00111582")
EARLIEST, LATEST = 1960, 2060
# The most that a date is worth whose year, month and day are not all of one reader's.
MIXED = 0.5
ONE_DIGIT = 0.6  # the most that a date is worth whose month or day has a single digit
SAME_PLACE = 0.4  # of the shorter of two pieces, the share that both have

Parts = tuple[str, str, str]  # year, month and day


@dataclass(eq=False)
class Seen:
    """Digits in the form of a date as one reader saw them, with the least score of each part."""

    parts: Parts
    scores: tuple[float, float, float]
    piece: Piece
    raw: str

    @property
    def end(self) -> tuple[int, int]:
        """Return month and day as numbers, whether or not the calendar has them."""
        _, month, day = (int(part.translate(LOOKALIKES)) for part in self.parts)
        return month, day


@dataclass(eq=False)
class Dated:
    """A date with its place on the card, as it was read (``raw``), and why it was set right."""

    day: datetime.date
    confidence: float
    piece: Piece
    raw: str = ""
    reason: str = ""


@dataclass(eq=False)
class Place:
    """A place that bears a date: what was seen there, and which dates that can be.

    ``read`` are dates as a reader saw them, the likeliest first; ``mixed`` are of parts from both
    readers, which only what stands elsewhere can prove.
    """

    seen: list[Seen]
    read: list[Dated]
    mixed: list[Dated]


def find_dates(page: Page) -> list[Dated]:
    """Return every calendar date on lines not spoken for, one a place."""
    return [place.read[0] for place in find_places(page) if place.read]


def find_places(page: Page) -> list[Place]:
    """Return every place on lines not spoken for with digits in the form of a date."""
    return [place for line in page.free() for place in _places(line)]


def bears_date(line: Line) -> bool:
    """Whether digits in the form of a date stand on a line."""
    return bool(_places(line))


def breaks_off(line: Line) -> bool:
    """Whether a date at the end of a line lacks its end, to either reader."""
    return any(BROKEN_OFF.search(text.text) for text in (line.latin, line.hangul))


def lacks_digit(line: Line) -> bool:
    """Whether a line bears what would be a date with one more digit, and no whole date."""
    nearly = any(NEARLY.search(text.text) for text in (line.latin, line.hangul))
    return (nearly or bears_date(line)) and not whole_dates(line)


def whole_dates(line: Line) -> int:
    """Return how many dates a line bears in which no digit is missing."""
    return sum(any(date.confidence > ONE_DIGIT for date in place.read) for place in _places(line))


def _places(line: Line) -> list[Place]:
    groups: list[list[Seen]] = []
    for seen in (*_matches(line, line.latin), *_matches(line, line.hangul)):
        near = [group for group in groups if _overlap(group[0].piece, seen.piece) > SAME_PLACE]
        if near:
            near[0].append(seen)
        else:
            groups.append([seen])
    groups.sort(key=lambda group: group[0].piece.start)
    return [_place(group) for group in groups]


def _place(seen: list[Seen]) -> Place:
    read = sorted(filter(None, map(_dated, seen)), key=lambda each: -each.confidence)
    if len(read) > 1 and read[0].day == read[1].day:
        read = [replace(read[0], confidence=_agreed(read[0]))]
    elif len(read) > 1:
        read[0].confidence = min(read[0].confidence * 0.85, 0.75)
        read[1].confidence = min(read[1].confidence, MIXED)
    days = {date.day for date in read}
    return Place(seen, read, [date for date in _mixed(seen) if date.day not in days])


def _agreed(date: Dated) -> float:
    """Return what a date is worth that both readers saw, who lose the same digits however."""
    if date.confidence <= ONE_DIGIT:
        return date.confidence
    return min(0.99, date.confidence * 0.5 + 0.5)


def _mixed(seen: list[Seen]) -> list[Dated]:
    """Return the dates of parts from several readings of one place."""
    found: dict[datetime.date, Dated] = {}
    columns = zip(*(zip(each.parts, each.scores, strict=True) for each in seen), strict=True)
    for combination in itertools.product(*columns):
        parts, scores = zip(*combination, strict=True)
        date = _dated(replace(seen[0], parts=parts, scores=scores))
        if date:
            date.confidence = min(date.confidence, MIXED)
            date.raw = " / ".join(each.raw.strip() for each in seen)
            found.setdefault(date.day, date)
    return list(found.values()) if len(seen) > 1 else []


def _overlap(first: Piece, second: Piece) -> float:
    shared = min(first.end, second.end) - max(first.start, second.start)
    return shared / max(min(first.end - first.start, second.end - second.start), 1e-6)


def _dated(seen: Seen) -> Dated | None:
    """Return what was seen as a date, None where the calendar has no such day."""
    year, month, day = (int(part.translate(LOOKALIKES)) for part in seen.parts)
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return None
    if not EARLIEST <= year <= LATEST:
        return None
    reason = "" if "".join(seen.parts).isdecimal() else LOOK_ALIKES
    # Cards print two digits: of "11" one may have been lost.
    most = 1.0 if all(len(part) > 1 for part in seen.parts) else ONE_DIGIT
    return Dated(date, min(most, *seen.scores), seen.piece, seen.raw, reason)


def _matches(line: Line, text: Text) -> list[Seen]:
    hits = list(DATE.finditer(text.text))
    taken = {index for hit in hits for index in range(*hit.span())}
    solid = SOLID_DATE.finditer(text.text)
    hits += [hit for hit in solid if not taken & set(range(*hit.span()))]
    return [_seen(line, text, hit) for hit in hits]


def _seen(line: Line, text: Text, hit: re.Match[str]) -> Seen:
    year, month, day = (min(text.scores[slice(*hit.span(group))]) for group in (1, 2, 3))
    part = text.part(*hit.span())
    parts = (hit[1], hit[2], hit[3])
    return Seen(parts, (year, month, day), piece_of(line, part), part.text)
