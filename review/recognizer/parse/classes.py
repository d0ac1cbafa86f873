"""License classes: one to three, out of a closed list, in the order of the card."""

from __future__ import annotations

import itertools
import re

from ..lines import Line, Text
from ..reading import CLOSED_LIST, Repair
from . import vocabulary
from .hangul import is_hangul, nearest, syllables
from .page import Page, Value, piece_of, same_row

START = re.compile(r"제?\s*[12IlL|][\s.]*(?=[가-힣])")
# Of a mark: brackets without a word in them are no kind of special class.
EMPTY_BRACKETS = re.compile(r"[(\[{][^가-힣]*$")
# A license number that was not made out, with its region's name.
NUMBER_BESIDE = re.compile(r"[가-힣]{2}\s*\d{2}-\d{5}")
# A class is taken from the list up to this share of changed letters, else as it was read.
NEAR = 0.34


def find_classes(page: Page) -> Value | None:
    """Return the classes joined by one blank, blanks inside a class removed.

    Spelling as printed: the list holds every printed variant and nothing is normalized. A long
    class reaches up to the license number and is one line with it.
    """
    found = [value for line in page.lines for value in _line_classes(line, page.before_taken(line))]
    if not found:
        return None
    anchor = max(found, key=lambda value: value.confidence)
    height = anchor.pieces[0].line.height
    chosen = [
        value
        for value in found
        if abs(value.pieces[0].line.middle - anchor.pieces[0].line.middle) < 4.5 * height
        and 0.55 < value.pieces[0].line.height / height < 1.8
    ]
    chosen = _in_order(chosen)
    texts = list(dict.fromkeys(value.text for value in chosen))[:4]
    return Value(
        " ".join(texts),
        min(value.confidence for value in chosen),
        [piece for value in chosen for piece in value.pieces],
        _repair(chosen),
    )


def _repair(chosen: list[Value]) -> Repair | None:
    if not any(value.repair for value in chosen):
        return None
    raw = " ".join(value.repair.raw if value.repair else value.text for value in chosen)
    return Repair(raw, CLOSED_LIST)


def _in_order(values: list[Value]) -> list[Value]:
    """Return the values row by row, each row from left to right."""
    rows: list[list[Value]] = []
    for value in sorted(values, key=lambda each: each.pieces[0].line.middle):
        if rows and _stand_side_by_side(rows[-1][0].pieces[0].line, value.pieces[0].line):
            rows[-1].append(value)
        else:
            rows.append([value])
    return [value for row in rows for value in sorted(row, key=lambda each: each.pieces[0].x)]


def _stand_side_by_side(first: Line, second: Line) -> bool:
    """Whether lines are of one row; those of close rows can look so, but one is below the other."""
    left, right = sorted((first, second), key=lambda line: line.left)
    return first is second or (same_row(first, second) and left.right - left.height < right.left)


def _line_classes(line: Line, text: Text) -> list[Value]:
    starts = [match.start() for match in START.finditer(text.text)]
    if not starts and _bare_class(text.text):
        starts = [0]
    number = NUMBER_BESIDE.search(text.text)
    last = number.start() if number else len(text.text)
    places = [*(start for start in starts if start < last), last]
    found = (_class(line, text.part(start, end)) for start, end in itertools.pairwise(places))
    return [value for value in found if value]


def _bare_class(text: str) -> bool:
    """Whether a line without a leading digit is a class all the same."""
    return syllables(text) >= 4 and nearest(text, vocabulary.CLASSES)[1] <= 0.2


def _class(line: Line, part: Text) -> Value | None:
    solid = "".join(sign for sign in part.text if is_hangul(sign) or sign in "12IlL|()[]{}")
    solid = EMPTY_BRACKETS.sub("", solid)
    digit_first = re.sub(r"[IlL|]", "1", solid[:2]) + solid[2:]
    entry, share = nearest(digit_first, vocabulary.CLASSES)
    if share > NEAR or syllables(solid) < 2:
        return None
    sure = min((score for sign, score in zip(part.text, part.scores, strict=True)
                if is_hangul(sign) or sign.isdigit()), default=0.0)  # fmt: skip
    repair = None if solid == entry else Repair(solid, CLOSED_LIST)
    return Value(entry, (1 - share) * (0.5 + 0.5 * sure), [piece_of(line, part)], repair)
