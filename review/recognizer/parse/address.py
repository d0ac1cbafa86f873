"""The address: one to three lines, beginning with a division's name or after its label."""

from __future__ import annotations

import re

from ..lines import Line, Text
from ..reading import CLOSED_LIST, Repair
from . import divisions, vocabulary
from .digits import with_latin_digits
from .hangul import is_hangul, nearest, syllables
from .page import Page, Value, piece_of, same_row
from .place_words import with_known_words

MOST_LINES = 3
INDENT = 1.5  # line heights by which a further line may begin beside the first one's value
GAP = 3.0  # line heights between two parts of one row
EVEN = 1.45  # of the drop to the second line, the most to the third
DATE_LIKE = re.compile(r"\d[.\s]{1,3}\d{1,2}[.\s]{1,3}\d|~|\d{4}\s?[.]")
# Of a mark on the card: after a bracket that closes, or a lone sign after the last flat's number.
STRAY_END = re.compile(r"(?<=\))\s*[^\s()]{1,2}$|(?<=\d호)\s+\S$|(?<=[가-힣)]) [A-Z]$")
# Neighborhood and house in the brackets of a road-name address are divided by a comma by rule
# (Enforcement Decree of the Road Name Address Act), however faint it is.
TWO_IN_BRACKETS = re.compile(r"\(([가-힣0-9]+[동리가]) ([가-힣])")
TWO_NUMBERS = re.compile(r"([^동리가\s] \d+(?:-\d+)?) (\d+[동호](?:\s|$))")  # not of a lot
# A house's second number goes before a comma, and with a dash.
NUMBER_APART = re.compile(r"(?<=[로길])( ?\d+) (\d{1,3})(?=,)")
LONE_START = re.compile(r"\s*[^\s가-힣0-9(]\s+(?=\d)")  # of a mark, before a flat's number
LONE_END = re.compile(r"\s+\(?(\S)\s*$")
FAINT = 0.5
STRAY_MARKS, COMMA = " :;|·.-~", ", "
CONDITIONS = ("안경", "착용", "자동변속기")
GEAR, GEAR_LETTERS = "자동변속기", 0.35  # share of letters that may be wrong
# The row of the conditions, misread: a label with a colon, or with a letter or a digit as code.
LABEL_LIKE = re.compile(r"\s*[가-힣]\s?[가-힣]?\s?[:：]|\s*[가-힣]{1,2} ?[가-힣]? ?[A-Z0-9]\s*$")
LEGIBLE = 0.8  # a row read better than this is no misread row of conditions
SIDE_BY_SIDE = re.compile(r"[0-9] [0-9]")  # no address has two without anything between them
MAY_LACK_DASH = 0.5
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
    lines = _rows(page, page.lines[ranked[0][1]])
    parts = _mended(lines)
    text, raw = _joined(parts), _joined(_as_read(lines))
    if not text:
        return None
    corrected = divisions.corrected(text)
    repaired = corrected.replace(" ", "") != raw.replace(" ", "")
    repair = Repair(raw, CLOSED_LIST) if repaired else None
    most = MAY_LACK_DASH if SIDE_BY_SIDE.search(text) else 1.0
    pieces = [piece_of(line, part) for line, part in zip(lines, parts, strict=True)]
    return Value(corrected, min(most, _confidence(parts)), pieces, repair)


def _as_read(lines: list[Line]) -> list[Text]:
    """Return the address's rows without label and marks, as the readers saw them."""
    return _with_digits(_without_marks(_without_label(lines[0]), lines), lines)


def _mended(lines: list[Line]) -> list[Text]:
    """Return the address's rows with names of places and known words out of closed lists."""
    parts = _without_marks(_value_of(lines[0]), lines)
    known = [with_known_words(part, line.chances) for part, line in zip(parts, lines, strict=True)]
    return _with_digits(known, lines)


def _without_marks(first: Text, lines: list[Line]) -> list[Text]:
    """Return ``first`` and the further rows, without lone signs of marks on the card."""
    parts = [first, *(_without_lone_start(line.hangul) for line in lines[1:])]
    return [_without_faint_end(part) for part in parts]


def _confidence(parts: list[Text]) -> float:
    """Return what the least sure letter or digit is worth."""
    signs = [pair for part in parts for pair in zip(part.text, part.scores, strict=True)]
    return min((score for sign, score in signs if sign.isalnum()), default=0.0)


def _joined(parts: list[Text]) -> str:
    # A comma ends a line, and begins none.
    return _tidy(" ".join(part.text.strip(STRAY_MARKS).lstrip(COMMA) for part in parts))


def _without_lone_start(part: Text) -> Text:
    match = LONE_START.match(part.text)
    return part.part(match.end(), len(part.text)) if match else part


def _without_faint_end(part: Text) -> Text:
    """Return a line without a lone sign at its end that was hardly seen: of a mark beside it."""
    match = LONE_END.search(part.text)
    faint = match is not None and part.scores[match.start(1)] <= FAINT
    return part.part(0, match.start()) if match and faint else part


def _with_digits(parts: list[Text], lines: list[Line]) -> list[Text]:
    return [with_latin_digits(part, line.latin) for part, line in zip(parts, lines, strict=True)]


def _without_label(line: Line) -> Text:
    text = line.hangul.text
    return line.hangul.part(_start(text), len(text))


def _start(text: str) -> int:
    """Return where the value begins: behind the label, even one that was misread."""
    _, start = vocabulary.label_at_start(text)
    return start + divisions.beginning(text[start:])


def _value_of(line: Line) -> Text:
    """Return the first line without its label, its division and district out of closed lists."""
    text = _without_label(line)
    return divisions.with_places(text, line.chances) if line.chances else text


def _first_line_score(page: Page, line: Line) -> float:
    label, _ = vocabulary.label_at_start(line.hangul.text)
    text = line.hangul.text[_start(line.hangul.text) :]
    if label not in ("", "Address") or syllables(text) < 3 or _agency(text):
        return 0.0
    score = 1.0 if label == "Address" else 0.0
    score += 0.8 * any(
        other is not line and same_row(other, line) and other.right < line.left + line.height * 0.5
        and vocabulary.label_at_start(other.hangul.text)[0] == "Address"
        for other in page.lines
    )  # fmt: skip
    _, size, share = divisions.division_at_start(text)
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


def _rows(page: Page, first: Line) -> list[Line]:
    """Return the address's lines: the first, what follows in its row, and the rows below."""
    lines = [first, *_beside(page, first)]
    above, last_drop = first, 9.0 * first.height
    for line in page.lines:
        drop = line.middle - above.middle
        if len(lines) >= MOST_LINES or id(line) in page.taken or line in lines:
            continue
        if not 0.5 * above.height < drop < 1.75 * max(above.height, line.height):
            continue
        if drop < EVEN * last_drop and _continues(page, line, first):
            lines.append(line)
            above, last_drop = line, drop
    return lines


def _beside(page: Page, first: Line) -> list[Line]:
    """Return the rest of the first row where the finder broke it in two."""
    return [
        line
        for line in page.free()
        if line is not first
        and same_row(line, first)
        and -0.5 * first.height < line.left - first.right < GAP * first.height
        and _is_alike(line, first)
        and _is_address_text(line)
        and syllables(line.hangul.text) > 0
    ][:1]


def _continues(page: Page, line: Line, first: Line) -> bool:
    """Whether a line below goes on with the address: below its value, of its size, its kind."""
    value = first.left + (first.right - first.left) * _label_share(first)
    below = any(
        abs(line.left - left) < INDENT * first.height for left in (first.left, value)
    )  # a wrapped line begins below the label or below the value
    dated = any(
        same_row(other, line) and other is not line and DATE_LIKE.search(other.hangul.text)
        for other in page.lines
    )
    return below and _is_alike(line, first) and not dated and _is_address_text(line)


def _is_alike(line: Line, first: Line) -> bool:
    """Whether a line is about as high as the first: what is larger belongs to a mark."""
    return 0.65 < line.height / first.height < 1.5


def _label_share(line: Line) -> float:
    start = _start(line.hangul.text)
    return line.hangul.spans[start][0] if 0 < start < len(line.hangul.spans) else 0.0


def _is_address_text(line: Line) -> bool:
    """Whether a line reads like a part of an address and like nothing else on the card."""
    text = line.hangul.text
    solid = "".join(text.split())
    if vocabulary.label_at_start(text)[0] or vocabulary.is_furniture(text):
        return False
    if DATE_LIKE.search(text) or any(word in solid for word in CONDITIONS):
        return False
    if min(line.hangul.scores) < LEGIBLE and (
        LABEL_LIKE.match(text) or nearest(solid[-len(GEAR) :], (GEAR,))[1] <= GEAR_LETTERS
    ):
        return False
    digits = sum(map(str.isdigit, solid))
    return syllables(solid) >= 3 or (digits > 0 and len(solid) >= 2) or ")" in solid


def _tidy(text: str) -> str:
    solid = " ".join(text.strip(STRAY_MARKS + ",").split())
    solid = TWO_NUMBERS.sub(r"\1, \2", TWO_IN_BRACKETS.sub(r"(\1, \2", solid))
    solid = NUMBER_APART.sub(r"\1-\2", solid)
    return STRAY_END.sub("", solid)
