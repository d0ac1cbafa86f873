"""Which lines of a view are worth reading: those of the card before those of what it lies on."""

from __future__ import annotations

import numpy as np

from .detect import Quad
from .lines import Line
from .parse import classes, dates, numbers, vocabulary
from .parse.hangul import nearest
from .parse.page import Page
from .upright import direction, height, length, weight

LEAST_SURE = 0.5  # of a number or a date that shows where the card lies
# How far a line of the card lies from a number or a date at most, in heights of that.
CARD_ROWS, CARD_COLUMNS = 22, 18
# A line of the card is hardly longer, in its heights: an address that fills its row is 14.
LONG = 16
ASKEW = np.radians(2.5)  # what perspective leaves between the directions of two lines of a card
SHORT = 4  # heights of a line whose direction says little


def shows_card(lines: list[Line]) -> bool:
    """Whether a number or a date can be read on the lines, as surely as no printed sheet has it."""
    return max(_certainties(Page(lines)), default=0.0) >= LEAST_SURE


def hints_at_card(lines: list[Line]) -> bool:
    """Whether a title or a class can be read on the lines, or a doubtful number or date."""
    page = Page(lines)
    return has_title(page) or classes.find_classes(page) is not None or bool(_certainties(page))


def _certainties(page: Page) -> list[float]:
    found = (numbers.find_resident_number(page), numbers.find_license_number(page))
    sure = [value.confidence for value in found if value]
    return sure + [date.confidence for date in dates.find_dates(page)]


def has_title(page: Page) -> bool:
    """Whether the card's title stands on a line."""
    return any(nearest(line.hangul.text, vocabulary.TITLES)[1] <= 0.25 for line in page.lines)


def nearest_to(anchors: list[Line], lines: list[Line]) -> list[Line]:
    """Return the lines that can be on the card of the ``anchors``, the likelier and nearer first.

    ``anchors`` are the lines with a number or a date.
    """
    near = [line for line in lines if _is_near(line, anchors)]
    angle = direction([line.quad for line in anchors])
    return sorted(near, key=lambda line: (_is_of_a_sheet(line, angle), _away(line, anchors)))


def _is_near(line: Line, anchors: list[Line]) -> bool:
    return any(
        abs(line.middle - anchor.middle) < CARD_ROWS * anchor.height
        and (line.left - anchor.left) / anchor.height > -CARD_COLUMNS
        and (line.left - anchor.right) / anchor.height < CARD_COLUMNS
        for anchor in anchors
    )


def _is_of_a_sheet(line: Line, angle: float) -> bool:
    """Whether a line is too long for a card, or runs in another direction than ``angle``."""
    askew = abs(direction([line.quad]) - angle) > ASKEW
    return is_long(line.quad) or (askew and length(line.quad) > SHORT * line.height)


def is_long(quad: Quad) -> bool:
    """Whether a line is longer than a card's are."""
    return length(quad) > LONG * height(quad)


def _away(line: Line, anchors: list[Line]) -> float:
    """Return how far a line lies from the nearest number or date, in heights of that.

    Sideways only as far as the two do not overlap, since a card's lines stand in columns.
    """
    return min(
        abs(line.middle - anchor.middle) / anchor.height
        + max(anchor.left - line.right, line.left - anchor.right, 0) / anchor.height
        for anchor in anchors
    )


def largest(lines: list[Line], width: int) -> list[Line]:
    """Return the lines in the largest print whose pictures are at most ``width`` pixels wide.

    A line longer than a number costs more than it tells, as those of a printed sheet do.
    """
    return first(sorted(lines, key=_worth, reverse=True), width)


def _worth(line: Line) -> float:
    return weight(line.quad) / max(length(line.quad), 1.0)


def first(lines: list[Line], width: int) -> list[Line]:
    """Return the first of the lines, at least one, whose pictures are ``width`` pixels wide."""
    chosen: list[Line] = []
    total = 0
    for line in lines:
        total += line.picture.shape[1]
        if total > width and chosen:
            break
        chosen.append(line)
    return chosen
