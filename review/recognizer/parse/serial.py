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
    ranked = []
    for line in page.free():
        text = _reading(line)
        match = SERIAL.search(_solid(text.text))
        if not match or vocabulary.is_furniture(match[1]) or not _alone(line, text, match[1]):
            continue
        start = text.text.find(match[1][0])
        part = text.part(max(start, 0), len(text.text))
        signs = [
            score for sign, score in zip(part.text, part.scores, strict=True) if sign.isalnum()
        ]
        sure = min(signs, default=0.0)
        value = Value(match[1], sure, [piece_of(line, part)])
        ranked.append((_score(page, line, match[1], sure), value))
    if not ranked:
        return None
    value = max(ranked, key=lambda each: each[0])[1]
    line = value.pieces[0].line
    agreed = all(
        value.text.translate(AS_DIGITS) in _solid(text.text).translate(AS_DIGITS)
        for text in (line.latin, line.hangul)
    )
    if AMBIGUOUS & set(value.text) or not agreed:
        value.confidence = min(value.confidence, NOT_SURE)
    raw, value.text = value.text, value.text.translate(AS_DIGITS)
    value.repair = Repair(raw, SAME_IN_PRINT) if raw != value.text else None
    return value


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


def _score(page: Page, line: Line, serial: str, sure: float) -> float:
    score = sure + 0.6 * any(map(str.isdigit, serial)) + 0.2 * (len(serial) == 6)
    for other in page.lines:
        label = vocabulary.label_at_start(other.hangul.text)[0]
        near = 0 < line.middle - other.middle < 3 * line.height or same_row(line, other)
        if label == "ID" and near:
            score += 1.0
        if other is not line and label and label != "ID" and same_row(line, other):
            score -= 1.0
    return score
