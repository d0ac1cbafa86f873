"""The address: one to three lines, beginning with a division's name or after its label."""

from __future__ import annotations

import re

from review.places import DISTRICTS

from ..lines import Line, Text
from . import vocabulary
from .digits import with_latin_digits
from .hangul import distance, is_hangul, letters, nearest, syllables
from .page import Page, Value, piece_of, same_row

MOST_LINES = 3
MISREAD = 0.2  # share of letters of a division that may be wrong
STREET = re.compile(r"[시군구읍면동리로길가]\s*\d|\d+\s*동|\d+\s*호|\d+-\d+|[시군구]\s")


def find_address(page: Page) -> Value | None:
    """Return the address without its label, or None where no line is one."""
    ranked = sorted(
        ((_first_line_score(page, line), index) for index, line in enumerate(page.lines)
         if id(line) not in page.taken),
        reverse=True,
    )  # fmt: skip
    if not ranked or ranked[0][0] < 1.0:
        return None
    first = page.lines[ranked[0][1]]
    lines = [first, *_continuation(page, first)]
    parts = [
        with_latin_digits(part, line.latin)
        for part, line in zip(
            [_without_label(lines[0]), *(line.hangul for line in lines[1:])], lines, strict=True
        )
    ]
    text = " ".join(_tidy(part.text) for part in parts).strip()
    scores = [
        score
        for part in parts
        for sign, score in zip(part.text, part.scores, strict=True)
        if sign.isalnum()
    ]
    pieces = [piece_of(line, part) for line, part in zip(lines, parts, strict=True)]
    return Value(_corrected(text), min(scores, default=0.0), pieces) if text else None


def _without_label(line: Line) -> Text:
    _, start = vocabulary.label_at_start(line.hangul.text)
    return line.hangul.part(start, len(line.hangul.text))


def division_at_start(text: str) -> tuple[str, int, float]:
    """Return the division that ``text`` begins with, its length in solid characters, distance.

    A full name misread by a few letters goes before a short name that stands there by the way.
    """
    solid = "".join(text.split())
    best = ("", 0, 9.0)
    for name in vocabulary.DIVISION_NAMES:
        share = distance(solid[: len(name)], name) / len(letters(name))
        rank = share if len(name) > 2 else share + MISREAD
        if share <= 0.34 and (rank, -len(name)) < (best[2], -best[1]):
            best = (name, len(name), rank)
    name, size, rank = best
    return name, size, rank if size != 2 else rank - MISREAD


def _first_line_score(page: Page, line: Line) -> float:
    label, start = vocabulary.label_at_start(line.hangul.text)
    text = line.hangul.text[start:]
    if label not in ("", "Address") or syllables(text) < 3 or _agency(text):
        return 0.0
    score = 1.0 if label == "Address" else 0.0
    score += 0.8 * any(
        other is not line and same_row(other, line) and other.right < line.left + line.height * 0.5
        and vocabulary.label_at_start(other.hangul.text)[0] == "Address"
        for other in page.lines
    )  # fmt: skip
    _, size, share = division_at_start(text)
    if size:
        score += 1.2 - share * 1.5 if size > 2 else 0.9 - share * 1.5
    score += 0.5 if STREET.search(text) else 0.0
    score += 0.3 if syllables(text) >= 6 else 0.0
    return score


def _agency(text: str) -> bool:
    solid = "".join(sign for sign in text if is_hangul(sign))
    return any(
        nearest(solid[i : i + 3], ("찰청장", "방경찰"))[1] <= 0.25 for i in range(len(solid) - 2)
    )


def _continuation(page: Page, first: Line) -> list[Line]:
    lines: list[Line] = []
    above = first
    for line in page.lines:
        drop = line.middle - above.middle
        if len(lines) + 1 >= MOST_LINES or id(line) in page.taken or line is first:
            continue
        if not 0.5 * above.height < drop < 1.75 * max(above.height, line.height):
            continue
        if _continues(line, first):
            lines.append(line)
            above = line
    return lines


def _continues(line: Line, first: Line) -> bool:
    text = line.hangul.text
    label, _ = vocabulary.label_at_start(text)
    solid = "".join(text.split())
    if label or vocabulary.is_furniture(text) or not any(map(str.isalnum, solid)):
        return False
    beside = -1.0 * first.height < line.left - first.left < 6.5 * first.height
    alike = 0.65 < line.height / first.height < 1.5
    return beside and alike and line.right < first.right + 3 * first.height


def _tidy(text: str) -> str:
    return " ".join(text.strip(" :;|·.-~,").split())


def _corrected(text: str) -> str:
    """Return ``text`` with division and district set right where a letter or two is misread.

    Both come from closed lists; a district only where exactly one of the division is that near.
    """
    name, size, share = division_at_start(text)
    if not size:
        return text
    cut = _end_of(text, size)
    rest = text[cut:].lstrip()
    if share <= MISREAD:
        text = f"{name} {rest}"
    head, _, tail = rest.partition(" ")
    districts = DISTRICTS[vocabulary.DIVISION_NAMES[name]]
    near = [each for each in districts if distance(head, each) <= 2 and len(head) >= 2]
    best = sorted(near, key=lambda each: distance(head, each))
    if head in districts or not best or head[-1] not in best[0][-1]:
        return text
    if len(best) > 1 and distance(head, best[0]) == distance(head, best[1]):
        return text
    return f"{text[: len(text) - len(rest)]}{best[0]} {tail}"


def _end_of(text: str, size: int) -> int:
    """Return the index behind the first ``size`` characters that are no blanks."""
    index = seen = 0
    while seen < size:
        seen += not text[index].isspace()
        index += 1
    return index
