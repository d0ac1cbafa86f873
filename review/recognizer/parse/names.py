"""The name: Hangul with a surname's beginning, or Latin capitals, near the two numbers."""

from __future__ import annotations

import re

from ..ink import without_pale_ends
from ..lines import Line, Text
from ..reading import BESIDE, Repair
from . import vocabulary
from .hangul import is_hangul, nearest, syllables
from .page import Page, Value, piece_of, same_row

LATIN = re.compile(r"(?<![0-9A-Z])[A-Z][A-Z' .,\-]{2,}[A-Z.](?![0-9])")
LETTER = re.compile("[A-Z]")
MARKED = re.compile(r"([가-힣]{2,4})\s+\S{1,2}")
LATIN_END = re.compile(r"\s*([가-힣]{2,4})[\s:.,]*[A-Za-z]{1,4}\s*")
MISREAD_LABEL = re.compile(r"\s*([가-힣]{1,3})[\s:：.]+(?=([가-힣]{2,5})\s*[A-Za-z]{0,4}\s*$)")
LABEL_LETTERS = 0.34  # share of its letters that may be wrong where a name follows
WORD_LETTERS = 0.3  # of a word of the card, the share that may be wrong where a part is like a name
LABEL_ENDS = ("성", "명")  # a syllable of the label beside one that was lost or made up
WHOLE = 3  # syllables of most names, the surname's one included
FAINT = 0.5  # a syllable no likelier than this, beside a whole name, is of a mark on the card
OVERHANG = 0.1  # line heights by which a syllable's middle may lie left of the numbers
FAR = 8.0  # line heights behind its label from which on nothing is the name
NOT_SURE = 0.85  # the most that a name is worth beside which something was left out
NO_NAME = -9.0
SHORTEST, LONGEST = 2, 5  # syllables
ONE_WORD = 0.85  # the most that a Latin name without a blank is worth


def find_name(page: Page, anchors: list[Value]) -> Value | None:
    """Return the name; ``anchors`` are the values it stands near (the two numbers)."""
    column = _column(anchors)
    candidates = [
        (value, score)
        for line in page.free()
        for value, score in (_hangul_name(page, line, column), _latin_name(page, line))
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


def _column(anchors: list[Value]) -> float:
    """Return where the rows of the numbers begin, in pixels of the view; 0 where they differ."""
    lines = [anchor.pieces[-1].line for anchor in anchors]
    lefts = [line.left for line in lines]
    if len(lines) < 2 or max(lefts) - min(lefts) > 0.5 * lines[0].height:
        return 0.0
    return min(lefts)


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


def is_lone_label(page: Page, line: Line) -> bool:
    """Whether a line is the name's label alone, with nothing found in its row behind it."""
    label, start = vocabulary.label_at_start(line.hangul.text)
    rest = any(
        same_row(other, line) and -OVERHANG < (other.left - line.right) / line.height < FAR
        for other in page.lines
        if other is not line
    )
    return label == "Name" and start >= len(line.hangul.text) and not rest


def _hangul_name(page: Page, line: Line, column: float) -> tuple[Value | None, float]:
    """Return the Hangul name that a line may be, and its score."""
    start = _start(page, line)
    if start is None or syllables(line.hangul.text) < SHORTEST:
        return None, NO_NAME
    rest, most = _without_marks(_printed(line, start, column))
    signs = [index for index, sign in enumerate(rest.text) if is_hangul(sign)]
    name = "".join(rest.text[index] for index in signs)
    is_labeled = _labeled(page, line, start)
    if not _is_plausible(rest, name, is_labeled=is_labeled) or _is_part_of_a_word(
        line.hangul.text[start:], name
    ):
        return None, NO_NAME
    score = 1.0 if _begins_with_surname(name) else 0.3
    score += 0.4 if len(name) == WHOLE else 0.0
    score += 2.0 if is_labeled else 0.0
    sure = min(most, *(rest.scores[index] for index in signs))
    return Value(name, sure, [piece_of(line, rest)], _repair(line, start, name)), score


def _printed(line: Line, start: int, column: float) -> Text:
    """Return what is printed from ``start`` on, without what is of a mark or the photo."""
    rest = line.hangul.part(start, len(line.hangul.text))
    return without_pale_ends(line, rest if start else _in_column(line, rest, column))


def _is_plausible(rest: Text, name: str, *, is_labeled: bool) -> bool:
    """Whether ``rest`` is a name by its length, and no word of the card."""
    others = sum(not is_hangul(sign) and not sign.isspace() for sign in rest.text)
    misread = 0.0 if is_labeled and len(name) <= WHOLE else vocabulary.MISREAD
    fits = SHORTEST <= len(name) <= LONGEST and others <= 1
    return fits and not vocabulary.is_furniture(rest.text, misread)


def _start(page: Page, line: Line) -> int | None:
    """Return where a name could begin: behind its label. None behind the label of another field.

    A name may be much like another label, as 장별 is like 종별, and stand in the row of its own.
    """
    text = line.hangul.text
    label, start = vocabulary.label_at_start(text)
    if label in ("", "Name"):
        return start + _misread_label(text[start:])
    return 0 if syllables(text) <= WHOLE and _labeled(page, line, 0) else None


def _repair(line: Line, start: int, name: str) -> Repair | None:
    """Return what stood behind the label before marks beside the name were left out."""
    raw = line.hangul.text[start:].strip()
    return Repair(raw, BESIDE) if "".join(filter(is_hangul, raw)) != name else None


def _is_part_of_a_word(text: str, name: str) -> bool:
    """Whether ``name`` is the darker part of a word of the card, like its title, misread."""
    solid = "".join(filter(is_hangul, text))
    return solid != name and vocabulary.is_furniture(solid, WORD_LETTERS)


def _begins_with_surname(name: str) -> bool:
    return name[:1] in vocabulary.SURNAMES or name[:2] in vocabulary.DOUBLE_SURNAMES


def _misread_label(text: str) -> int:
    """Return where a name begins behind a label of which letters were misread; 0 for none."""
    match = MISREAD_LABEL.match(text)
    if not match or match[1] in vocabulary.DOUBLE_SURNAMES:
        return 0
    near = nearest(match[1], vocabulary.LABELS["Name"])[1] <= LABEL_LETTERS
    part = match[1][0] == LABEL_ENDS[0] or match[1][-1] == LABEL_ENDS[1]
    return match.end() if near or (part and len(match[2]) >= WHOLE) else 0


def _in_column(line: Line, text: Text, column: float) -> Text:
    """Return ``text`` without what stands left of the numbers' column: of a mark, or the photo."""
    edge = (column - OVERHANG * line.height - line.left) / max(line.right - line.left, 1.0)
    outside = sum(sum(span) / 2 < edge for span in text.spans)
    return text.part(outside, len(text.text))


def _without_marks(text: Text) -> tuple[Text, float]:
    """Return ``text`` without the syllables of a mark beside the name, and its most confidence."""
    marked = MARKED.fullmatch(text.text.strip())
    if marked and marked[1] in vocabulary.DOUBLE_SURNAMES:
        return text, 1.0
    marked = LATIN_END.fullmatch(text.text) or marked
    if marked and (len(marked[1]) >= WHOLE or marked.re is LATIN_END):
        start = text.text.index(marked[1])
        return text.part(start, start + len(marked[1])), NOT_SURE
    solid = _solid(text)
    if marked and len(solid) > 2 and text.scores[solid[-1]] <= FAINT:
        return text.part(solid[0], solid[-1]), NOT_SURE
    trimmed = _trimmed(text)
    return trimmed, 1.0 if trimmed is text else NOT_SURE


def _solid(text: Text) -> list[int]:
    return [index for index, sign in enumerate(text.text) if not sign.isspace()]


def _trimmed(text: Text) -> Text:
    """Return ``text`` without faint signs at its ends, as long as there are more than a name's."""
    solid = _solid(text)
    while len(solid) > WHOLE:
        if len(solid) == WHOLE + 1 and text.text[solid[0] :][:2] in vocabulary.DOUBLE_SURNAMES:
            break
        faintest = min(solid[0], solid[-1], key=text.scores.__getitem__)
        if text.scores[faintest] > FAINT:
            break
        solid.remove(faintest)
    whole = len(solid) == len(_solid(text))
    return text if whole else text.part(solid[0], solid[-1] + 1)


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
    """Return the words of a name; a sign without letters is a speck."""
    return " ".join(filter(LETTER.search, part.text.replace(",", " ").split()))


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
        # It begins below the label or below the name.
        beside = any(abs(other.left - x) < line.height for x in (line.left, value.pieces[0].x))
        if (
            beside
            and re.fullmatch(r"[A-Z][A-Z' \-]{2,}", text)
            and not vocabulary.is_furniture(text)
        ):
            value.text = f"{value.text} {_spaced(other.latin)}"
            value.confidence = min(value.confidence, *other.latin.scores)
            value.pieces.append(piece_of(other, other.latin))
    return value
