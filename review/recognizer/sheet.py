"""Finds the view of a picture that shows a license, upright, and reads its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .budget import LOOK_WORK, Budget
from .card import find_card
from .decode import Pixels
from .detect import Quad, find_lines, ordered
from .errors import OutOfTime
from .lines import Line, cut_line, read_lines, upside_down
from .parse import classes, dates, numbers, vocabulary
from .parse.hangul import nearest
from .parse.page import Page
from .upright import (
    VIEW_LONGEST,
    Matrix,
    card_view,
    direction,
    groups,
    half_turn,
    height,
    is_level,
    length,
    transform,
    turn,
    view,
    warp,
    weight,
)

# Pixels at which lines are sought: of a whole picture or a flat card; of a view with more on it.
LOOK, CLOSER_LOOK = 640, 736
# Where a field is missing, lines are sought once more at another size, which misses others.
SECOND_LOOK, SECOND_WIDTH = 800, 1500
SAME_LINE = 0.3  # of a line found again, the most that lies on lines known already
# For time: lines cut out of a view; pixels of line pictures read, at first and in all.
MOST_LINES = 100
PROBE_WIDTH, MOST_WIDTH = 3750, 8200
# A view that is larger and turned by no more than this is not looked at a second time.
HARDLY_LARGER, HARDLY_TURNED = 1.3, 0.03
LEAST_SURE = 0.5  # of a number or a date that shows where the card lies
# How far a line of the card lies from a number or a date at most, in heights of that.
CARD_ROWS, CARD_COLUMNS = 22, 18


# The homography of a view, its size, and the lines found in it.
View = tuple[Matrix, tuple[int, int], list[Quad]]


@dataclass
class Sheet:
    """A picture with its levelled view of ``size``: ``to_pixels`` maps the view to ``pixels``."""

    pixels: Pixels
    to_pixels: Matrix
    size: tuple[int, int]
    lines: list[Line]

    def flat(self) -> Pixels:
        """Return the levelled view itself."""
        return warp(self.pixels, np.asarray(np.linalg.inv(self.to_pixels)), self.size)


def looks(pixels: Pixels, budget: Budget) -> Iterator[Sheet]:
    """Yield the views that show a number or a date, their lines read, the likelier first.

    Raises OutOfTime before the first one; the time's end after it is only the end of the views.
    """
    shown = False
    try:
        for sheet in _likely(pixels, budget):
            shown = True
            yield sheet
    except OutOfTime:
        if not shown:
            raise


def _likely(pixels: Pixels, budget: Budget) -> Iterator[Sheet]:
    """Yield views probed by their largest lines; one with only a title or a class comes last."""
    second_best = None
    for sheet in _sheets(pixels, budget):
        probe = _largest(sheet.lines, PROBE_WIDTH)
        read_lines(probe, budget)
        if _structured(probe):
            yield _read_rest(sheet, budget)
            if not budget.allows(PROBE_WIDTH + MOST_WIDTH):
                return
        elif second_best is None and _has_words(probe):
            second_best = sheet
    if second_best:
        yield _read_rest(second_best, budget)


def _sheets(pixels: Pixels, budget: Budget) -> Iterator[Sheet]:
    """Yield each view of the picture with its lines not yet read, the likelier way up first.

    The first view comes again the other way up, at once where the card's edge shows, else at the
    end; the others do not, for time.
    """
    first, by_edge = None, False
    for matrix, size, found, has_edge in _views(pixels, budget):
        level = [quad for quad in found if is_level(quad)]
        quads = sorted(level, key=weight, reverse=True)[:MOST_LINES]
        if not quads:
            continue
        likelier = _cut(pixels, matrix, size, quads)
        if upside_down(likelier.lines):
            likelier = _turned(likelier)
        yield likelier
        if has_edge:
            yield _turned(likelier)
        first, by_edge = first or likelier, by_edge or has_edge
    if first and not by_edge:
        yield _turned(first)


def _views(
    pixels: Pixels, budget: Budget
) -> Iterator[tuple[Matrix, tuple[int, int], list[Quad], bool]]:
    """Yield ways to look: by the card's edge (True), then by the lines' direction."""
    corners = find_card(pixels)
    if corners is not None:
        yield *_look_at(pixels, *card_view(corners), LOOK, budget), True
    if not budget.allows_a_look:
        return
    quads = _find(pixels, LOOK, budget)
    for group in groups(quads):
        matrix, size = view(pixels.shape, group)
        if _shows_no_more(matrix, pixels, group):
            yield matrix, size, [ordered(transform(quad, matrix)) for quad in quads], False
        elif budget.allows_a_look:
            yield *_look_at(pixels, matrix, size, CLOSER_LOOK, budget), False


def _look_at(
    pixels: Pixels, matrix: Matrix, size: tuple[int, int], side: int, budget: Budget
) -> View:
    return matrix, size, _find(warp(pixels, matrix, size), side, budget)


def _find(pixels: Pixels, side: int, budget: Budget) -> list[Quad]:
    budget.check()
    budget.spend(LOOK_WORK)
    return find_lines(pixels, side)


def _shows_no_more(matrix: Matrix, pixels: Pixels, group: list[Quad]) -> bool:
    """Whether a view would show the lines hardly larger and no leveller than the picture does."""
    before = LOOK / max(pixels.shape[:2]) * sum(map(length, group))
    after = CLOSER_LOOK / VIEW_LONGEST * sum(length(transform(quad, matrix)) for quad in group)
    return after < HARDLY_LARGER * before and abs(direction(group)) < HARDLY_TURNED


def _cut(pixels: Pixels, matrix: Matrix, size: tuple[int, int], quads: list[Quad]) -> Sheet:
    to_pixels = np.asarray(np.linalg.inv(matrix))
    lines = [cut_line(pixels, quad, to_pixels) for quad in quads]
    return Sheet(pixels, to_pixels, size, sorted(lines, key=lambda line: line.middle))


def _turned(sheet: Sheet) -> Sheet:
    """Return the view turned by half a turn, its lines not yet read."""
    half = half_turn(sheet.size)
    quads = [ordered(transform(line.quad, half)) for line in sheet.lines]
    matrix = half @ np.asarray(np.linalg.inv(sheet.to_pixels))
    return _cut(sheet.pixels, matrix, sheet.size, quads)


def _read_rest(sheet: Sheet, budget: Budget) -> Sheet:
    """Read what lines are not read yet, up to the width that fits the time."""
    anchors = [line for line in sheet.lines if line.was_read and _structured([line])]
    chosen = _nearest(sheet.lines, anchors) if anchors else _largest(sheet.lines, MOST_WIDTH)
    sheet.lines = sorted(chosen, key=lambda line: line.middle)
    read_lines([line for line in sheet.lines if not line.was_read], budget)
    return _leveled(sheet)


def _leveled(sheet: Sheet) -> Sheet:
    """Return the view turned so that its numbers and dates run level.

    Where the card lies nearly along a printed sheet, the sheet's lines set the direction.
    """
    angle = direction([line.quad for line in sheet.lines if _structured([line])])
    if abs(angle) < HARDLY_TURNED:
        return sheet
    turned = turn(angle, sheet.size)
    lines = [replace(line, quad=transform(line.quad, turned)) for line in sheet.lines]
    to_pixels = sheet.to_pixels @ np.asarray(np.linalg.inv(turned))
    return Sheet(sheet.pixels, to_pixels, sheet.size, sorted(lines, key=lambda line: line.middle))


def look_again(sheet: Sheet, budget: Budget) -> bool:
    """Read what lines of the card the first look missed, and return whether there are any."""
    anchors = [line for line in sheet.lines if _structured([line])]
    if not anchors or not budget.allows(LOOK_WORK + SECOND_WIDTH):
        return False
    known = [line.quad for line in sheet.lines]
    quads = [
        quad
        for quad in _find(sheet.flat(), SECOND_LOOK, budget)
        if is_level(quad) and not any(_overlap(quad, other) > SAME_LINE for other in known)
    ]
    missed = _nearest([cut_line(sheet.pixels, quad, sheet.to_pixels) for quad in quads], anchors)
    missed = _first(missed, SECOND_WIDTH)
    read_lines(missed, budget)
    sheet.lines = sorted([*sheet.lines, *missed], key=lambda line: line.middle)
    return bool(missed)


def _overlap(quad: Quad, other: Quad) -> float:
    """Return the share of ``quad`` that lies on ``other``; both are level."""
    low, high = np.maximum(quad[0], other[0]), np.minimum(quad[2], other[2])
    shared = np.maximum(high - low, 0.0)
    return float(shared[0] * shared[1] / max(length(quad) * height(quad), 1.0))


def _is_near(line: Line, anchors: list[Line]) -> bool:
    """Whether a line can be on one card with a number or a date; a printed sheet's is not."""
    return any(
        abs(line.middle - anchor.middle) < CARD_ROWS * anchor.height
        and (line.left - anchor.left) / anchor.height > -CARD_COLUMNS
        and (line.left - anchor.right) / anchor.height < CARD_COLUMNS
        for anchor in anchors
    )


def _nearest(lines: list[Line], anchors: list[Line]) -> list[Line]:
    """Return the lines that can be on the anchors' card, the nearer first up to the most."""
    near = [line for line in lines if _is_near(line, anchors)]
    return _first(sorted(near, key=lambda line: _away(line, anchors)), MOST_WIDTH)


def _away(line: Line, anchors: list[Line]) -> float:
    """Return how far a line lies from the nearest number or date, in heights of that.

    Sideways only as far as the two do not overlap, since a card's lines stand in columns.
    """
    return min(
        abs(line.middle - anchor.middle) / anchor.height
        + max(anchor.left - line.right, line.left - anchor.right, 0) / anchor.height
        for anchor in anchors
    )


def _largest(lines: list[Line], width: int) -> list[Line]:
    """Return the lines in the largest print whose pictures are at most ``width`` pixels wide.

    A line longer than a number costs more than it tells, as those of a printed sheet do.
    """
    return _first(sorted(lines, key=_worth, reverse=True), width)


def _worth(line: Line) -> float:
    return weight(line.quad) / max(length(line.quad), 1.0)


def _first(lines: list[Line], width: int) -> list[Line]:
    chosen: list[Line] = []
    total = 0
    for line in lines:
        total += line.picture.shape[1]
        if total > width and chosen:
            break
        chosen.append(line)
    return chosen


def _has_words(lines: list[Line]) -> bool:
    """Whether a title or a class can be read on the lines."""
    page = Page(lines)
    return has_title(page) or classes.find_classes(page) is not None


def _structured(lines: list[Line]) -> bool:
    """Whether a number or a date can be read on the lines, as surely as no printed sheet has it."""
    page = Page(lines)
    found = (numbers.find_resident_number(page), numbers.find_license_number(page))
    sure = [value.confidence for value in found if value]
    sure += [date.confidence for date in dates.find_dates(page)]
    return max(sure, default=0.0) >= LEAST_SURE


def has_title(page: Page) -> bool:
    """Whether the card's title stands on a line."""
    return any(nearest(line.hangul.text, vocabulary.TITLES)[1] <= 0.25 for line in page.lines)
