"""Finds the view of a picture that shows a license, upright, and reads its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .budget import LOOK_WORK, Budget
from .card import find_card
from .decode import Pixels
from .detect import Quad, find_lines, ordered
from .errors import NotALicense
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
    is_level,
    length,
    transform,
    view,
    warp,
    weight,
)

# Pixels at which lines are sought: of a whole picture or a flat card; of a view with more on it.
LOOK, CLOSER_LOOK = 640, 736
# What is read at most, for time: lines of a view; pixels of line pictures, first and in all.
MOST_LINES = 40
PROBE_WIDTH, MOST_WIDTH = 3000, 10000
# A view that is larger and turned by no more than this is not looked at a second time.
HARDLY_LARGER, HARDLY_TURNED = 1.3, 0.03
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


def look(pixels: Pixels, budget: Budget) -> Sheet:
    """Return the picture's lines, upright and read, through the view that shows a license.

    Each view is probed by its largest lines first. Raises NotALicense where no view shows a
    number, a date, a title or a class, and OutOfTime.
    """
    second_best = None
    for sheet in _sheets(pixels, budget):
        probe = _largest(sheet.lines, PROBE_WIDTH)
        read_lines(probe, budget)
        if _structured(probe):
            return _read_rest(sheet, budget)
        if second_best is None and _has_words(probe):
            second_best = sheet
    if second_best is None:
        raise NotALicense("nothing in the picture reads like a license")
    return _read_rest(second_best, budget)


def _sheets(pixels: Pixels, budget: Budget) -> Iterator[Sheet]:
    """Yield each view of the picture with its lines not yet read, the likelier way up first.

    The first view comes again at the end, the other way up; the others do not, for time.
    """
    other_way = None
    for matrix, size, found in _views(pixels, budget):
        level = [quad for quad in found if is_level(quad)]
        quads = sorted(level, key=weight, reverse=True)[:MOST_LINES]
        if not quads:
            continue
        half = half_turn(size)
        upright = _cut(pixels, matrix, size, quads)
        turned = _cut(
            pixels, half @ matrix, size, [ordered(transform(quad, half)) for quad in quads]
        )
        ways = (turned, upright) if upside_down(upright.lines) else (upright, turned)
        other_way = other_way or ways[1]
        yield ways[0]
    if other_way:
        yield other_way


def _views(pixels: Pixels, budget: Budget) -> Iterator[View]:
    """Yield ways to look at the picture: by the card's edge, then by the lines' direction."""
    corners = find_card(pixels)
    if corners is not None:
        yield _look_at(pixels, *card_view(corners), LOOK, budget)
    if not budget.allows_a_look:
        return
    quads = _find(pixels, LOOK, budget)
    for group in groups(quads):
        matrix, size = view(pixels.shape, group)
        if _shows_no_more(matrix, pixels, group):
            yield matrix, size, [ordered(transform(quad, matrix)) for quad in quads]
        elif budget.allows_a_look:
            yield _look_at(pixels, matrix, size, CLOSER_LOOK, budget)


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


def _read_rest(sheet: Sheet, budget: Budget) -> Sheet:
    """Read what lines are not read yet, up to the width that fits the time."""
    anchors = [line for line in sheet.lines if line.was_read and _structured([line])]
    near = [line for line in sheet.lines if not anchors or _is_near(line, anchors)]
    sheet.lines = sorted(_largest(near, MOST_WIDTH), key=lambda line: line.middle)
    read_lines([line for line in sheet.lines if not line.was_read], budget)
    return sheet


def _is_near(line: Line, anchors: list[Line]) -> bool:
    """Whether a line can be on one card with a number or a date; a printed sheet's is not."""
    return any(
        abs(line.middle - anchor.middle) < CARD_ROWS * anchor.height
        and (line.left - anchor.left) / anchor.height > -CARD_COLUMNS
        and (line.left - anchor.right) / anchor.height < CARD_COLUMNS
        for anchor in anchors
    )


def _largest(lines: list[Line], width: int) -> list[Line]:
    """Return the largest lines whose pictures are together at most ``width`` pixels wide."""
    chosen: list[Line] = []
    total = 0
    for line in sorted(lines, key=lambda each: weight(each.quad), reverse=True):
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
    """Whether a number or a date can be read on the lines."""
    page = Page(lines)
    return bool(numbers.find_resident_number(page) or dates.find_dates(page))


def has_title(page: Page) -> bool:
    """Whether the card's title stands on a line."""
    return any(nearest(line.hangul.text, vocabulary.TITLES)[1] <= 0.25 for line in page.lines)
