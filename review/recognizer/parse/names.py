"""The name: Hangul with a surname's beginning, or Latin capitals, near the two numbers."""

from __future__ import annotations

import re

from ..lines import Line, Text
from . import vocabulary
from .hangul import is_hangul, nearest, syllables
from .page import Page, Value, piece_of, same_row

LATIN = re.compile(r"[A-Z][A-Z' .,\-]{2,}[A-Z.]")
MARKED = re.compile(r"([가-힣]{2,4}) [가-힣]")
MISREAD_LABEL = re.compile(r"\s*([가-힣]{2})[\s:：.]+(?=[가-힣]{2,5}\s*$)")
LABEL_LETTERS = 0.34  # share of its letters that may be wrong where a name follows
NO_NAME = -9.0
ONE_WORD = 0.85  # the most that a Latin name without a blank is worth


def find_name(page: Page, anchors: list[Value]) -> Value | None:
    """Return the name; ``anchors`` are the values it stands near (the two numbers)."""
    candidates = [
        (value, score)
        for line in page.free()
        for value, score in (_hangul_name(page, line), _latin_name(page, line))
        if value and score > NO_NAME
    ]
    ranked = sorted(
        (
            (score + _place(value, anchors), index)
            for index, (value, score) in enumerate(candidates)
        ),
        reverse=True,
    )
    if not ranked or ranked[0][0] < 0.5:
        return None
    best = candidates[ranked[0][1]][0]
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.4:
        best.confidence *= 0.8
    return _with_second_line(page, best)


def _labeled(page: Page, line: Line, start: int) -> bool:
    """Whether the label of the name stands on the line or in the same row left of it."""
    if start:
        return True
    return any(
        other is not line
        and same_row(other, line)
        and other.right < line.left + 0.5 * line.height
        and vocabulary.label_at_start(other.hangul.text)[0] == "Name"
        for other in page.lines
    )


def _hangul_name(page: Page, line: Line) -> tuple[Value | None, float]:
    label, start = vocabulary.label_at_start(line.hangul.text)
    if label not in ("", "Name"):
        return None, NO_NAME
    rest = _name_alone(line.hangul.part(start, len(line.hangul.text)))
    signs = [index for index, sign in enumerate(rest.text) if is_hangul(sign)]
    others = sum(not is_hangul(sign) and not sign.isspace() for sign in rest.text)
    if not 2 <= len(signs) <= 5 or others > 1 or vocabulary.is_furniture(rest.text):
        return None, NO_NAME
    name = "".join(rest.text[index] for index in signs)
    score = 1.0 if name[0] in vocabulary.SURNAMES or name[:2] in vocabulary.DOUBLE_SURNAMES else 0.3
    score += (0.4 if len(name) == 3 else 0.0) + (2.0 if _labeled(page, line, start) else 0.0)
    return Value(name, min(rest.scores[index] for index in signs), [piece_of(line, rest)]), score


def _name_alone(text: Text) -> Text:
    """Return ``text`` without a misread label before the name, or a mark's syllable behind it."""
    marked = MARKED.fullmatch(text.text.strip())
    labeled = MISREAD_LABEL.match(text.text)
    if marked and marked[1] not in vocabulary.DOUBLE_SURNAMES:
        return text.part(0, text.text.index(marked[1]) + len(marked[1]))
    if labeled and nearest(labeled[1], vocabulary.LABELS["Name"])[1] <= LABEL_LETTERS:
        return text.part(labeled.end(), len(text.text))
    return text


def _latin_name(page: Page, line: Line) -> tuple[Value | None, float]:
    text = line.latin
    if syllables(line.hangul.text) > 4:
        return None, NO_NAME
    match = LATIN.search(text.text)
    if not match or vocabulary.is_furniture(match[0]) or sum(map(str.isdigit, text.text)) > 1:
        return None, NO_NAME
    part = text.part(match.start(), match.end())
    spaced = _with_blanks(_spaced(part), text_of_other=line.hangul.text)
    score = (
        0.8 + (0.5 if " " in spaced else 0.0) + (2.0 if _labeled(page, line, match.start()) else 0)
    )
    letters = [value for sign, value in zip(part.text, part.scores, strict=True) if sign.isalpha()]
    # One word is rarely a whole name: a blank may have been missed.
    most = 1.0 if " " in spaced else ONE_WORD
    return Value(spaced, min(most, *letters), [piece_of(line, part)]), score


def _spaced(part: Text) -> str:
    return " ".join(part.text.replace(",", " ").split())


def _with_blanks(name: str, *, text_of_other: str) -> str:
    """Return ``name`` with the blanks of the other reading, where that saw the same letters."""
    other = " ".join(text_of_other.split())
    start = other.find(name[:2])
    candidate = other[start:] if start >= 0 else ""
    return candidate if candidate.replace(" ", "") == name.replace(" ", "") else name


def _place(value: Value, anchors: list[Value]) -> float:
    """Score how near the candidate stands to the numbers: in their column, in the next rows."""
    line, score = value.pieces[0].line, 0.0
    for anchor in anchors:
        other = anchor.pieces[-1].line
        rows = abs(line.middle - other.middle) / max(other.height, 1)
        score += max(-1.0, 1.0 - rows / 3)
        if abs(line.left - other.left) < 1.2 * other.height:
            score += 0.5
        ratio = line.height / max(other.height, 1)
        score += 0.3 if 0.6 < ratio < 1.5 else -0.5
    return score


def _with_second_line(page: Page, value: Value) -> Value:
    """Return a Latin name with what stands of it on the next line."""
    line = value.pieces[0].line
    if not value.text.isascii():
        return value
    for other in page.free():
        drop = other.middle - line.middle
        if other is line or not 0.6 * line.height < drop < 1.7 * line.height:
            continue
        text = other.latin.text.strip()
        beside = abs(other.left - line.left) < line.height
        if (
            beside
            and re.fullmatch(r"[A-Z][A-Z' \-]{2,}", text)
            and not vocabulary.is_furniture(text)
        ):
            value.text = f"{value.text} {_spaced(other.latin)}"
            value.confidence = min(value.confidence, *other.latin.scores)
            value.pieces.append(piece_of(other, other.latin))
    return value
