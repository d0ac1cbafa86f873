"""Reads on where a line's box ends too soon: the finder loses digits that stand apart."""

from __future__ import annotations

import numpy as np

from .budget import Budget
from .detect import Quad
from .lines import Line, cut_line, read_lines
from .parse import numbers
from .parse.page import Value
from .sheet import Sheet
from .upright import height

FURTHER = 2.5  # heights of the box by which it is made longer
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
