"""Finds the view of a picture that shows a license, upright, and reads its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from .budget import LOOK_WORK, Budget
from .card import find_card
from .choice import first, hints_at_card, largest, nearest_to, shows_card
from .decode import Pixels
from .detect import Quad, find_lines, ordered
from .errors import OutOfTime
from .lines import Line, cut_line, read_lines, upside_down
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
PROBE_WIDTH, UNLIKELY_WIDTH, MOST_WIDTH = 2500, 1250, 4500
# A view that is larger and turned by no more than this is not looked at a second time.
HARDLY_LARGER, HARDLY_TURNED = 1.3, 0.03

# The homography of a view, its size, and the lines found in it.
View = tuple[Matrix, tuple[int, int], list[Quad]]


@dataclass
class Sheet:
    """A picture with its levelled view of ``size``: ``to_pixels`` maps the view to ``pixels``."""

    pixels: Pixels
    to_pixels: Matrix
    size: tuple[int, int]
    lines: list[Line]
    is_unlikely: bool = False  # the other way up than the lines seem to stand

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
    """Yield views probed by their largest print; one with only a hint of a card comes last."""
    second_best = None
    for sheet in _sheets(pixels, budget):
        probe = largest(sheet.lines, UNLIKELY_WIDTH if sheet.is_unlikely else PROBE_WIDTH)
        read_lines(probe, budget)
        if shows_card(probe):
            yield _read_rest(sheet, budget)
            if not budget.allows_a_look:
                return
        elif second_best is None and hints_at_card(probe):
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
            yield replace(_turned(likelier), is_unlikely=True)
        first, by_edge = first or likelier, by_edge or has_edge
    if first and not by_edge:
        yield replace(_turned(first), is_unlikely=True)


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
    read = [line for line in sheet.lines if line.was_read]
    anchors = [line for line in read if shows_card([line])]
    rest = [line for line in sheet.lines if not line.was_read]
    ranked = nearest_to(anchors, rest) if anchors else largest(rest, MOST_WIDTH)
    chosen = first(ranked, min(MOST_WIDTH, budget.left))
    read_lines(chosen, budget)
    kept = [*(nearest_to(anchors, read) if anchors else read), *chosen]
    sheet.lines = sorted(kept, key=lambda line: line.middle)
    return _leveled(sheet)


def _leveled(sheet: Sheet) -> Sheet:
    """Return the view turned so that its numbers and dates run level.

    Where the card lies nearly along a printed sheet, the sheet's lines set the direction.
    """
    angle = direction([line.quad for line in sheet.lines if shows_card([line])])
    if abs(angle) < HARDLY_TURNED:
        return sheet
    turned = turn(angle, sheet.size)
    lines = [replace(line, quad=transform(line.quad, turned)) for line in sheet.lines]
    to_pixels = sheet.to_pixels @ np.asarray(np.linalg.inv(turned))
    return Sheet(sheet.pixels, to_pixels, sheet.size, sorted(lines, key=lambda line: line.middle))


def look_again(sheet: Sheet, budget: Budget) -> bool:
    """Read what lines of the card the first look missed, and return whether there are any."""
    anchors = [line for line in sheet.lines if shows_card([line])]
    if not anchors or not budget.allows(LOOK_WORK + SECOND_WIDTH):
        return False
    known = [line.quad for line in sheet.lines]
    quads = [
        quad
        for quad in _find(sheet.flat(), SECOND_LOOK, budget)
        if is_level(quad) and not any(_overlap(quad, other) > SAME_LINE for other in known)
    ]
    cut = [cut_line(sheet.pixels, quad, sheet.to_pixels) for quad in quads]
    missed = first(nearest_to(anchors, cut), SECOND_WIDTH)
    read_lines(missed, budget)
    sheet.lines = sorted([*sheet.lines, *missed], key=lambda line: line.middle)
    return bool(missed)


def _overlap(quad: Quad, other: Quad) -> float:
    """Return the share of ``quad`` that lies on ``other``; both are level."""
    low, high = np.maximum(quad[0], other[0]), np.minimum(quad[2], other[2])
    shared = np.maximum(high - low, 0.0)
    return float(shared[0] * shared[1] / max(length(quad) * height(quad), 1.0))
