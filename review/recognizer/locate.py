"""Finds where given values are printed: boxes for an answer that another engine gave."""

from __future__ import annotations

import math
from collections.abc import Iterable

from .budget import Budget
from .decode import decode
from .errors import NotALicense
from .lines import Line, Text
from .parse import vocabulary
from .parse.page import Piece, Value, piece_of
from .reader import LONGEST, places
from .reading import Quad
from .sheet import Sheet, looks

# The share of a value's characters that may be read otherwise and still be that value.
MOST_DIFFERENT = 0.2
LEAST_SIGNS = 3
# The share of the values that are found in the right view of a picture.
ENOUGH = 0.5
Match = tuple[float, Piece]


def locate(
    image: bytes, fields: dict[str, str], *, seconds: float = math.inf
) -> dict[str, list[Quad]]:
    """Return the boxes of ``fields`` (API names, API forms) in the picture's pixels.

    A value that is not found, or is found at two places alike, has no box. Raises
    UndecodableImage, ImageTooLarge, OutOfTime, or NotALicense where nothing reads like a license.
    """
    pixels, factor = decode(image, LONGEST)
    best: dict[str, list[Quad]] | None = None
    for sheet in looks(pixels, Budget(seconds)):
        best = max(best or {}, _boxes(fields, sheet, factor), key=len)
        if len(best) >= ENOUGH * len(fields):
            break
    if best is None:
        raise NotALicense("nothing in the picture reads like a license")
    return best


def _boxes(fields: dict[str, str], sheet: Sheet, factor: float) -> dict[str, list[Quad]]:
    pieces = {name: _pieces(name, text, sheet.lines) for name, text in fields.items()}
    return {
        name: places(Value(fields[name], 1.0, found), sheet, factor)
        for name, found in pieces.items()
        if found
    }


def _pieces(name: str, text: str, lines: list[Line]) -> list[Piece]:
    """Return the places of a value, empty unless every part of it is found."""
    if name == "Address":
        return _lines_within(text, lines)
    found = [_place(part, lines) for part in _printed_parts(name, text)]
    return [piece for piece in found if piece] if all(found) else []


def _printed_parts(name: str, text: str) -> list[str]:
    """Return what is printed for a value, part by part: dates year first, classes apart."""
    if name in ("DateOfIssue", "AptitudeTesDate"):
        return ["".join(reversed(day.split("/"))) for day in text.split("~")]
    if name == "Birthday":
        return []  # not printed
    return text.split() if name == "Type" else [text]


def _essence(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of ``text`` in capitals, and where each stood."""
    kept = [(sign.upper(), index) for index, sign in enumerate(text) if sign.isalnum()]
    return "".join(sign for sign, _ in kept), [index for _, index in kept]


def _place(text: str, lines: list[Line]) -> Piece | None:
    wanted, _ = _essence(text)
    if len(wanted) < min(LEAST_SIGNS, len(text)) or not wanted:
        return None
    matches = sorted(
        (match for line in lines for match in _matches(wanted, line)), key=lambda each: each[0]
    )
    if not matches or matches[0][0] > MOST_DIFFERENT:
        return None
    rivals = [piece for share, piece in matches if share == matches[0][0]]
    return rivals[0] if all(piece.line is rivals[0].line for piece in rivals) else None


def _matches(wanted: str, line: Line) -> Iterable[Match]:
    for reading in (line.latin, line.hangul):
        solid, places = _essence(reading.text)
        errors, start, end = best_part(wanted, solid)
        if end > start:
            part = reading.part(places[start], places[end - 1] + 1)
            yield errors / len(wanted), piece_of(line, part)


def best_part(wanted: str, text: str) -> tuple[int, int, int]:
    """Return the fewest errors with which a part of ``text`` is ``wanted``, and that part."""
    row = [(0, start) for start in range(len(text) + 1)]
    for i, sign in enumerate(wanted, 1):
        previous, row[0] = row[0], (i, 0)
        for j, other in enumerate(text, 1):
            ways = (
                (row[j][0] + 1, row[j][1]),
                (row[j - 1][0] + 1, row[j - 1][1]),
                (previous[0] + (sign != other), previous[1]),
            )
            previous, row[j] = row[j], min(ways)
    end = min(range(len(row)), key=lambda index: row[index][0])
    return row[end][0], row[end][1], end


def _lines_within(text: str, lines: list[Line]) -> list[Piece]:
    """Return the lines that are parts of a long value, from its first on."""
    wanted, _ = _essence(text)
    found: list[tuple[int, Piece]] = []
    for line in lines:
        reading = _without_label(line.hangul)
        solid, _ = _essence(reading.text)
        if len(solid) < LEAST_SIGNS:
            continue
        errors, start, _ = best_part(solid, wanted)
        if errors <= MOST_DIFFERENT * len(solid):
            found.append((start, piece_of(line, reading)))
    # The first line must be the value's beginning, or what was found stands elsewhere.
    first = min((start for start, _ in found), default=len(wanted))
    return [piece for _, piece in found] if first <= MOST_DIFFERENT * len(wanted) else []


def _without_label(reading: Text) -> Text:
    _, start = vocabulary.label_at_start(reading.text)
    return reading.part(start, len(reading.text))
