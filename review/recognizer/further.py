"""Reads on where a line's box ends too soon: the finder loses digits that stand apart."""

from __future__ import annotations

from functools import partial

import numpy as np

from .budget import Budget
from .detect import Quad
from .lines import Line, cut_line, read_lines
from .parse import names, numbers
from .parse.page import Page, Value
from .sheet import Sheet
from .upright import height

FURTHER = 2.5  # heights of the box by which it is made longer
NAME_LENGTH = 3.0  # heights of a number's box by which a name reaches behind where numbers begin
DOUBTFUL = 0.5  # confidence below which a license number may lack its end


def read_on(sheet: Sheet, number: Value | None, budget: Budget) -> bool:
    """Read the line that breaks off within a license number anew, longer; return if there is one.

    ``number`` is what was found so far: one that is not doubtful needs no more.
    """
    if number and number.confidence >= DOUBTFUL:
        return False
    for index, line in enumerate(sheet.lines):
        if numbers.breaks_off(line) and budget.allows(2 * line.picture.shape[1]):
            sheet.lines[index] = _longer(sheet, line, budget)
            return True
    return False


def read_beside_label(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read what stands beside the label of the name, where no name was found; return if so.

    Two syllables are little for the finder. How large they are, and where they end at the most, is
    known from the numbers.
    """
    numbers_found = [values[name] for name in ("Number", "LicenseNumber") if name in values]
    label = next(filter(partial(names.is_lone_label, Page(sheet.lines)), sheet.lines), None)
    if "Name" in values or not numbers_found or label is None:
        return False
    number = numbers_found[0].pieces[-1]
    size = number.line.height
    end = max(number.x, label.right) + NAME_LENGTH * size
    beside = cut_line(sheet.pixels, _box(label.right, end, label.middle, size), sheet.to_pixels)
    if not budget.allows(beside.picture.shape[1]):
        return False
    read_lines([beside], budget)
    sheet.lines = sorted([*sheet.lines, beside], key=lambda line: line.middle)
    return True


def _box(left: float, right: float, middle: float, size: float) -> Quad:
    top, bottom = middle - size / 2, middle + size / 2
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def _longer(sheet: Sheet, line: Line, budget: Budget) -> Line:
    longer = cut_line(sheet.pixels, _stretched(line.quad), sheet.to_pixels)
    read_lines([longer], budget)
    return longer


def _stretched(quad: Quad) -> Quad:
    """Return ``quad`` with its right end moved on."""
    along = (quad[1] - quad[0]) / max(float(np.linalg.norm(quad[1] - quad[0])), 1.0)
    moved = quad.copy()
    moved[[1, 2]] += along * FURTHER * height(quad)
    return np.asarray(moved, np.float32)
