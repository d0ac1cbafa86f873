"""The security serial: five or six capitals and digits, alone on their line."""

from __future__ import annotations

import re

from ..lines import Line
from ..reading import SAME_IN_PRINT, Repair
from . import vocabulary
from .hangul import syllables
from .page import Page, Value, piece_of, same_row

SERIAL = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{5,6})(?![A-Z0-9])")
AT_END = re.compile(r"[^A-Z0-9]([A-Z0-9]{5,6})\s*$")
APART = 1.1  # line heights between the serial and what stands before it
# Signs that even people cannot tell apart in many faces: never sure, and read as digits, which
# are the likelier by far.
AMBIGUOUS = set("0OI1Q")
AS_DIGITS = str.maketrans("OI", "01")
NOT_SURE = 0.85


def split_off(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with a serial at the end of a longer line as a line of its own.

    The finder joins it to the address or the agency where these reach near it.
    """
    return [part for line in lines for part in _parts(line)]


def _parts(line: Line) -> tuple[Line, ...]:
    text = line.hangul
    match = AT_END.search(text.text)
    if not match or syllables(text.text[: match.start()]) < 2:
        return (line,)
    start = match.start(1)
    before = len(text.text[:start].rstrip()) - 1
    gap = (text.spans[start][0] - text.spans[before][1]) * (line.right - line.left)
    return line.split(start) if gap > APART * line.height else (line,)


def find_serial(page: Page) -> Value | None:
    """Return the serial, or None where no line looks like one."""
    ranked = []
    for line in page.free():
        match = SERIAL.search(line.latin.text.strip().replace(" ", ""))
        if not match or vocabulary.is_furniture(match[1]) or not _alone(line, match[1]):
            continue
        start = line.latin.text.find(match[1][0])
        part = line.latin.part(max(start, 0), len(line.latin.text))
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
    agreed = value.text.translate(AS_DIGITS) in _solid(line.hangul.text).translate(AS_DIGITS)
    if AMBIGUOUS & set(value.text) or not agreed:
        value.confidence = min(value.confidence, NOT_SURE)
    raw, value.text = value.text, value.text.translate(AS_DIGITS)
    value.repair = Repair(raw, SAME_IN_PRINT) if raw != value.text else None
    return value


def _solid(text: str) -> str:
    return "".join(text.split())


def _alone(line: Line, serial: str) -> bool:
    """Whether nothing else of weight stands on the line."""
    rest = _solid(line.latin.text).replace(serial, "", 1)
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
