"""Reads lines anew whose first reading lacks something: cut longer, or wider."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import numpy as np

from .budget import Budget
from .detect import Quad
from .lines import Line, cut_line, read_lines
from .parse import dates, names, numbers
from .parse.page import Page, Value
from .sheet import Sheet
from .upright import height

FURTHER = 2.5  # heights of the box by which it is made longer
NAME_LENGTH = 3.0  # heights of a number's box by which a name reaches behind where numbers begin
DOUBTFUL = 0.5  # confidence below which a license number may lack its end
# Of two like digits side by side one is lost sooner in a narrow picture.
WIDER = 1.15
MOST_WIDER = 3  # lines read anew for that
ALIKE = re.compile(r"([0-9])\1+")
ALONE = 0.6  # the most that a number or a date is worth that nothing else speaks for
OF_DIGITS = {"Number", "LicenseNumber", "AptitudeTesDate", "DateOfIssue"}


def read_on(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read the line that breaks off within a license number anew, longer; return if there is one.

    Of ``values``, what was found so far, a number that is not doubtful needs no more.
    """
    number = values.get("LicenseNumber")
    if number and number.confidence >= DOUBTFUL:
        return False
    for index, line in enumerate(sheet.lines):
        if numbers.breaks_off(line) and budget.allows(2 * line.picture.shape[1]):
            sheet.lines[index] = _longer(sheet, line, budget)
            return True
    return False


def read_wider(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read lines anew, wider, that just lack a digit of what is doubtful; return if it helped."""
    if all(name in values and values[name].confidence > ALONE for name in OF_DIGITS):
        return False
    lacking = [line for line in sheet.lines if _lacks_digit(line)]
    return _wider(sheet, lacking, budget, lambda _, wider: not _lacks_digit(wider))


def read_address_wider(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read the address's lines anew, wider; return if a digit that had been lost came back.

    No form of an address tells that one is missing, and both readers lose it: 29 for 299.
    """
    pieces = values["Address"].pieces if "Address" in values else []
    lines = [piece.line for piece in pieces if piece.line in sheet.lines]
    return _wider(sheet, [line for line in lines if _digits(line)], budget, _has_lost)


def _wider(
    sheet: Sheet, lines: list[Line], budget: Budget, is_better: Callable[[Line, Line], bool]
) -> bool:
    """Put in the place of ``lines`` what is better when read wider; return if anything was."""
    found = False
    for line in lines[:MOST_WIDER]:
        wider = cut_line(sheet.pixels, line.quad, sheet.to_pixels, narrowed=WIDER)
        if not budget.allows(wider.picture.shape[1]):
            break
        read_lines([wider], budget)
        if is_better(line, wider):
            sheet.lines[sheet.lines.index(line)] = wider
            found = True
    return found


def _lacks_digit(line: Line) -> bool:
    return dates.lacks_digit(line) or numbers.lacks_digit(line)


def _has_lost(line: Line, wider: Line) -> bool:
    """Whether a line has the digits of its wider reading, but for one of several alike."""
    fewer, more = _digits(line), _digits(wider)
    return len(fewer) < len(more) and ALIKE.sub(r"\1", fewer) == ALIKE.sub(r"\1", more)


def _digits(line: Line) -> str:
    return "".join(re.findall("[0-9]", line.hangul.text))


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
