"""Whether a picture shows more than one card, whose fields could be mixed up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from .budget import Budget
from .choice import is_long
from .decode import Pixels
from .detect import Quad, find_lines
from .lines import Line, cut_line, read_lines, upside_down
from .parse import classes, dates, numbers, period, vocabulary
from .parse.hangul import is_hangul, nearest
from .parse.page import Page, Piece, Value, same_row
from .upright import Matrix, height, length, transform, weight

# Only what stands apart from the card is looked at, and of that only the largest print.
LOOK = 576
MOST_LINES, MOST_WIDTH = 16, 1800
LEAST_HEIGHT = 0.45  # of the card's own lines
WHOLE = 0.9  # share of the picture from which nothing stands apart
# Print beside the card has at least this share of the card's own contrast, and is at least this
# large, in squared heights of the card's lines: a bare table is below a tenth of it, a second
# card above thirty times. Within EDGE of its outline, in pixels of a half, the card's edge shows.
FAINTEST, SMALLEST, EDGE = 0.25, 1.0, 6
OTHER_DIGITS = 3  # digits that differ between two numbers, not two readings of one
LEAST_SURE = 0.5
MOST_DATES = 3  # on one card: the period's two and the day of issue


@dataclass(frozen=True)
class Found:
    """What of a license can be read on some lines."""

    residents: list[str]
    licenses: list[str]
    titles: int
    dates: int
    agencies: int
    classes: bool

    @property
    def is_card(self) -> bool:
        """Whether a number or a title stands there."""
        return bool(self.residents or self.licenses or self.titles)

    def is_beside(self, own: Found) -> bool:
        """Whether it is a card of its own; a title alone may be the title that ``own`` lacks."""
        return bool(self.residents or self.licenses or (self.titles and own.titles))

    @property
    def is_like_a_card(self) -> bool:
        """Whether anything stands there that a card has."""
        return self.is_card or bool(self.dates or self.agencies or self.classes)

    @property
    def is_mixed(self) -> bool:
        """Whether it is too much for one card."""
        return (
            _differ(self.residents)
            or _differ(self.licenses)
            or self.titles > 1
            or self.agencies > 1
            or self.dates > MOST_DATES
        )


def on(lines: list[Line]) -> Found:
    """Return what of a license can be read on ``lines``."""
    pages = [Page([line]) for line in lines]
    return Found(
        [text for page in pages if (text := _plain(numbers.find_resident_number(page)))],
        [text for page in pages if (text := _plain(numbers.find_license_number(page)))],
        _rows([line for line in lines if _is_title(line)]),
        len(_apart([date for page in pages for date in _dates(page)])),
        _rows([line for line in lines if period.names_agency(line)]),
        any(classes.find_classes(page) for page in pages),
    )


def _dates(page: Page) -> list[dates.Dated]:
    """Return the dates of a line, none where a resident number stands: its digits may look so."""
    return [] if numbers.find_resident_number(page) else dates.find_dates(page)


def _apart(found: list[dates.Dated]) -> list[dates.Dated]:
    """Return the different dates; a line may have been found twice, and be read in two ways."""
    apart: list[dates.Dated] = []
    for date in found:
        if not any(date.day == other.day or _is_one(date.piece, other.piece) for other in apart):
            apart.append(date)
    return apart


def _is_one(one: Piece, other: Piece) -> bool:
    """Whether two pieces are one place on the card."""
    return same_row(one.line, other.line) and abs(one.x - other.x) < one.line.height


def _plain(value: Value | None) -> str:
    """Return a number read as such; letters taken for digits make none out of a printed sheet."""
    plain = value and value.repair is None and value.confidence >= LEAST_SURE
    return value.text if value and plain else ""


def beside(
    pixels: Pixels, to_pixels: Matrix, size: tuple[int, int], own: list[Line], budget: Budget
) -> Found:
    """Return what of a license stands in the picture apart from the view of ``size``."""
    width, rows = size
    corners = np.array([[0, 0], [width, 0], [width, rows], [0, rows]], np.float32)
    outline = transform(corners, to_pixels)
    if cv2.contourArea(outline) > WHOLE * pixels.shape[0] * pixels.shape[1]:
        return on([])
    usual = float(np.median([height(transform(line.quad, to_pixels)) for line in own]))
    if _is_bare(pixels, outline, usual):
        return on([])
    covered = pixels.copy()
    tint = [int(value) for value in cv2.mean(pixels)[:3]]
    cv2.fillConvexPoly(covered, outline.astype(np.int32), tint)
    quads = map(_along, find_lines(covered, LOOK))
    high = [quad for quad in quads if height(quad) > LEAST_HEIGHT * usual and not is_long(quad)]
    largest = sorted(high, key=weight, reverse=True)[:MOST_LINES]
    return on(_read(_upright(covered, largest), budget))


def _is_bare(pixels: Pixels, outline: Quad, usual: float) -> bool:
    """Whether nothing beside the card has the contrast of print: then no line is sought there.

    ``usual`` is the height of the card's lines in pixels.
    """
    half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    contrast = cv2.morphologyEx(
        cv2.cvtColor(half, cv2.COLOR_BGR2GRAY), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)
    )
    card = np.zeros_like(contrast)
    cv2.fillConvexPoly(card, (outline / 2).astype(np.int32), 1)
    own = float(np.percentile(contrast[card > 0], 95)) if card.any() else 0.0
    beside = cv2.dilate(card, np.ones((2 * EDGE + 1, 2 * EDGE + 1), np.uint8)) == 0
    print_like = int(np.count_nonzero(contrast[beside] > FAINTEST * own))
    return print_like < SMALLEST * (usual / 2) ** 2


def _upright(pixels: Pixels, quads: list[Quad]) -> list[Line]:
    """Return the lines the way up in which most of them stand."""
    lines = [_cut(pixels, quad) for quad in quads]
    if not upside_down(lines):
        return lines
    return [_cut(pixels, np.roll(quad, 2, axis=0)) for quad in quads]


def _cut(pixels: Pixels, quad: Quad) -> Line:
    """Return a line as wide as it is: what lies beside the card may be small."""
    return cut_line(pixels, quad, np.eye(3), narrowed=1.0)


def _read(lines: list[Line], budget: Budget) -> list[Line]:
    """Return the lines read, as many as there is time for."""
    total = 0
    for index, line in enumerate(lines):
        total += line.picture.shape[1]
        if total > MOST_WIDTH:
            lines = lines[:index]
            break
    read_lines(lines, budget)
    return lines


def _along(quad: Quad) -> Quad:
    """Return the corners so that the first side is a long one."""
    return quad if length(quad) >= height(quad) else np.roll(quad, 1, axis=0)


def _differ(values: list[str]) -> bool:
    """Whether two of the numbers are not two readings of one."""
    return any(
        sum(a != b for a, b in zip(first[-13:], second[-13:], strict=False)) >= OTHER_DIGITS
        for first in values
        for second in values
    )


def _rows(lines: Iterable[Line]) -> int:
    """Return on how many rows the lines stand."""
    rows: list[Line] = []
    for line in lines:
        if not any(same_row(line, other) for other in rows):
            rows.append(line)
    return len(rows)


def _is_title(line: Line) -> bool:
    """Whether a line is the card's title, whatever its English beside it was read as."""
    korean = "".join(filter(is_hangul, line.hangul.text))
    return nearest(korean, vocabulary.TITLES)[1] <= 0.25
