"""The security serial: five or six capitals and digits, alone on their line."""

from __future__ import annotations

import re

from ..lines import Line, Text
from ..reading import SAME_IN_PRINT, Repair
from . import vocabulary
from .hangul import syllables
from .page import Page, Value, piece_of, same_row

SERIAL = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{5,6})(?![A-Z0-9])")
# Signs that even people cannot tell apart in many faces: never sure, and read as digits, which
# are the likelier by far.
AMBIGUOUS = set("0OI1Q")
AS_DIGITS = str.maketrans("OI", "01")
NOT_SURE = 0.85


def find_serial(page: Page) -> Value | None:
    """Return the serial, or None where no line looks like one."""
    found = [value for line in page.free() if (value := _candidate(line))]
    return _settled(max(found, key=lambda value: _score(page, value))) if found else None


def _candidate(line: Line) -> Value | None:
    """Return what stands alone on a line and has the form of a serial."""
    text = _reading(line)
    match = SERIAL.search(_solid(text.text))
    if not match or vocabulary.is_furniture(match[1]) or not _alone(line, text, match[1]):
        return None
    part = text.part(max(text.text.find(match[1][0]), 0), len(text.text))
    signs = [score for sign, score in zip(part.text, part.scores, strict=True) if sign.isalnum()]
    return Value(match[1], min(signs, default=0.0), [piece_of(line, part)])


def _settled(value: Value) -> Value:
    """Return the serial with digits for what looks the same, less sure where a reader doubts."""
    if AMBIGUOUS & set(value.text) or not _is_agreed(value):
        value.confidence = min(value.confidence, NOT_SURE)
    raw, value.text = value.text, value.text.translate(AS_DIGITS)
    value.repair = Repair(raw, SAME_IN_PRINT) if raw != value.text else None
    return value


def _is_agreed(value: Value) -> bool:
    """Whether both readers saw the serial, but for signs that look the same."""
    line = value.pieces[0].line
    readings = (_solid(text.text).translate(AS_DIGITS) for text in (line.latin, line.hangul))
    return all(value.text.translate(AS_DIGITS) in reading for reading in readings)


def _reading(line: Line) -> Text:
    """Return the reader's text that is a serial as it stands, the Latin one's before the other."""
    wholly = (text for text in (line.latin, line.hangul) if SERIAL.fullmatch(_solid(text.text)))
    return next(wholly, line.latin)


def _solid(text: str) -> str:
    return "".join(text.split())


def _alone(line: Line, text: Text, serial: str) -> bool:
    """Whether nothing else of weight stands on the line that was read as ``text``."""
    rest = _solid(text.text).replace(serial, "", 1)
    return sum(map(str.isalnum, rest)) <= 1 and syllables(line.hangul.text) <= 2


def _score(page: Page, value: Value) -> float:
    """Score a candidate: by its signs, and by the label above it or left of it."""
    line, serial = value.pieces[0].line, value.text
    score = value.confidence + 0.6 * any(map(str.isdigit, serial)) + 0.2 * (len(serial) == 6)
    score += 0.5 * _is_agreed(value)
    score += any(_is_its_label(other, line) for other in page.lines)
    return score - _belongs_to_a_label(page, line)


def _is_its_label(other: Line, line: Line) -> bool:
    near = 0 < line.middle - other.middle < 3 * line.height or same_row(line, other)
    return near and vocabulary.label_at_start(other.hangul.text)[0] == "ID"


def _belongs_to_a_label(page: Page, line: Line) -> bool:
    """Whether what stands next to it on the left is another field's label, alone."""
    row = [other for other in page.lines if other.left < line.left and same_row(line, other)]
    text = max(row, key=lambda other: other.right).hangul.text if row else ""
    label, end = vocabulary.label_at_start(text)
    return label not in ("", "ID") and end >= len(text)
