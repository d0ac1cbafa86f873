"""Mends what the finder made of a row: values it joined, and numbers it took apart."""

from __future__ import annotations

import math
import re

from ..lines import Line, joined
from . import vocabulary
from .hangul import nearest, syllables
from .page import same_row

SERIAL_AT_END = re.compile(r"[^A-Z0-9]([A-Z0-9]{5,6})\s*$")
MIXED_LETTERS = 2  # with so many letters and a digit, five or six signs are no part of an address
APART = 1.1  # line heights between a serial and what stands before it
# The renewal period may reach up to the serial: no gap is needed where a whole date ends.
AFTER_DATE = re.compile(r"\d{4}\s*\.\s*\d{1,2}\s*\.\s*\d{1,2}\s*\.?\s*$")
# Digits and dashes alone, and how many digits a license number or a resident number has
# (a region may stand as a name before it).
PART = re.compile(r"[\s\-–]*[0-9][0-9\s\-–]*")
NUMBER = re.compile(r"[0-9]{10}|[0-9]{12,13}")
WIDE = 1.5  # line heights between two parts of a number or a date, at most
# A resident number in one row of a table with the name: with its label, or without labels.
RESIDENT_AT_END = re.compile(r"[0-9]{6}\s?[-–]\s?[0-9]{7}\s*$")
NAME_ALONE = re.compile(r"\s*(?:[가-힣]{2,5}|[A-Z][A-Z' .,\-]{3,})\s*")
NO_LABEL = 0.5  # share of a label's letters from which on it is none misread
# A license number in one row of a table with a date.
BEFORE_DATE = re.compile(r"(?<=\d{2}-\d{6}-\d{2})(?=\D{0,6}\d{4}\s*\.)")
# A date that breaks off behind its year or its month, and what can follow.
BROKEN_DATE = re.compile(r"(?<!\d)\d{4}\s*\.\s*(?:\d{1,2}\s*\.\s*)?$")
REST_OF_DATE = re.compile(r"\s*\d{1,2}\s*\.")
# A label behind a class that reaches up to it, or over its first syllable.
LABEL = re.compile("[^\\s전면]\\s*((?:운전)?면?허번호)")


def mended(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with each value on one line of its own.

    The finder joins a serial to the address, the period or the agency where these reach near it,
    a long class below the title to the label of the license number, that number to a date beside
    it, and a name to the resident number. It takes a number apart whose dashes stand wide, and a
    date whose parts do.
    """
    return _with_whole_dates(_rejoined([part for line in lines for part in _parts(line)]))


def _with_whole_dates(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with each date that breaks off made one line with what follows it."""
    for line in filter(_breaks_off, lines):
        rest = next((other for other in lines if _is_rest(line, other)), None)
        if rest:
            others = [other for other in lines if other is not line and other is not rest]
            whole = [*others, joined([line, rest], " ")]
            return _with_whole_dates(sorted(whole, key=lambda each: each.middle))
    return lines


def _breaks_off(line: Line) -> bool:
    return any(BROKEN_DATE.search(text.text) for text in (line.latin, line.hangul))


def _is_rest(line: Line, other: Line) -> bool:
    begins = any(REST_OF_DATE.match(text.text) for text in (other.latin, other.hangul))
    return begins and other is not line and _goes_on(line, other)


def _rejoined(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with parts of one number, side by side in a row, made one line."""
    pieces = sorted((line for line in lines if _is_part(line)), key=lambda line: line.left)
    rows: list[list[Line]] = []
    for piece in pieces:
        row = next((row for row in rows if _goes_on(row[-1], piece)), None)
        if row:
            row.append(piece)
        else:
            rows.append([piece])
    found = [(row, _once(row)) for row in rows if len(row) > 1]
    numbers = [(row, once) for row, once in found if NUMBER.fullmatch(_digits(once))]
    used = {id(piece) for row, _ in numbers for piece in row}
    whole = [line for line in lines if id(line) not in used]
    whole += [joined(once, "-") for _, once in numbers]
    return sorted(whole, key=lambda line: line.middle)


def _once(row: list[Line]) -> list[Line]:
    """Return the parts of a row, each from where the one before ends: boxes may share a digit."""
    ends = [-math.inf, *(line.right for line in row)]
    return [line.beyond(end) for line, end in zip(row, ends, strict=False)]


def _is_part(line: Line) -> bool:
    only_digits = PART.fullmatch(line.latin.text) is not None
    return only_digits and syllables(line.hangul.text) <= vocabulary.SHORT_REGION


def _goes_on(before: Line, line: Line) -> bool:
    gap = line.left - before.right
    return same_row(before, line) and -0.5 * line.height < gap < WIDE * line.height


def _digits(row: list[Line]) -> str:
    return "".join(sign for line in row for sign in line.latin.text if sign.isdecimal())


def _parts(line: Line) -> tuple[Line, ...]:
    start = _label(line) or _resident(line) or _serial(line) or _date(line)
    return line.split(start) if start else (line,)


def _label(line: Line) -> int:
    """Return where a label begins that does not stand at the start of the line; 0 for none."""
    match = LABEL.search(line.hangul.text)
    return match.start(1) if match else 0


def _resident(line: Line) -> int:
    """Return where a resident number, with its label, begins behind a name; 0 for none."""
    text = line.hangul.text
    match = RESIDENT_AT_END.search(text)
    if not match:
        return 0
    labels = (index for index in range(1, match.start()) if _is_label(text[index:], "Number"))
    start = next(labels, match.start())
    return start if _is_name(text[:start]) else 0


def _is_label(text: str, field: str) -> bool:
    return vocabulary.label_at_start(text)[0] == field


def _is_name(text: str) -> bool:
    """Whether a name stands there: behind its label, or like a name and unlike any label."""
    if _is_label(text, "Name"):
        return True
    far = nearest(text, vocabulary.LABELS["Number"])[1] > NO_LABEL
    return far and NAME_ALONE.fullmatch(text) is not None


def _date(line: Line) -> int:
    """Return where a license number ends that a date follows; 0 for none."""
    match = BEFORE_DATE.search(line.hangul.text)
    return match.start() if match else 0


def _serial(line: Line) -> int:
    """Return where a serial begins at the end of a line with other text; 0 for none."""
    text = line.hangul
    match = SERIAL_AT_END.search(text.text)
    if not match:
        return 0
    start = match.start(1)
    if AFTER_DATE.search(text.text[:start]) and not match[1].isdecimal():
        return start
    if text.text[start - 1].isspace() and _is_mixed(match[1]):
        return start
    if syllables(text.text[:start]) < 2:
        return 0
    before = len(text.text[:start].rstrip()) - 1
    gap = (text.spans[start][0] - text.spans[before][1]) * (line.right - line.left)
    return start if gap > APART * line.height else 0


def _is_mixed(signs: str) -> bool:
    return sum(map(str.isalpha, signs)) >= MIXED_LETTERS and any(map(str.isdecimal, signs))
