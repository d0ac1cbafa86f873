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
DOUBTFUL = 0.5  # confidence below which a number or a date may lack its end
# Of two like digits side by side one is lost sooner in a narrow picture.
WIDER = 1.15
MOST = 3  # lines read anew for one reason
ALIKE = re.compile(r"([0-9])\1+")
ALONE = 0.6  # the most that a number or a date is worth that nothing else speaks for
OF_DIGITS = {"Number", "LicenseNumber", "AptitudeTesDate", "DateOfIssue"}


def read_on(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read lines anew, longer, that break off within what is missing or doubtful in ``values``.

    Return if the end of a license number or of a date was found.
    """
    lines, longer = sheet.lines, partial(_longer, sheet)
    found = False
    if _is_doubtful(values.get("LicenseNumber")):
        broken = list(filter(numbers.breaks_off, lines))
        found = _anew(sheet, broken, longer, budget, lambda _, whole: not numbers.breaks_off(whole))
    if any(_is_doubtful(values.get(name)) for name in ("AptitudeTesDate", "DateOfIssue")):
        broken = list(filter(dates.breaks_off, lines))
        found |= _anew(sheet, broken, longer, budget, _has_more_dates)
    return found


def _is_doubtful(value: Value | None) -> bool:
    return value is None or value.confidence < DOUBTFUL


def read_wider(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read lines anew, wider, that just lack a digit of what is doubtful; return if it helped."""
    if all(name in values and values[name].confidence > ALONE for name in OF_DIGITS):
        return False
    lacking = [line for line in sheet.lines if _lacks_digit(line)]
    wider = partial(_wider, sheet)
    return _anew(sheet, lacking, wider, budget, lambda _, whole: not _lacks_digit(whole))


def read_address_wider(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    """Read the address's lines anew, wider; return if a digit that had been lost came back.

    No form of an address tells that one is missing, and both readers lose it: 29 for 299.
    """
    pieces = values["Address"].pieces if "Address" in values else []
    lines = [piece.line for piece in pieces if piece.line in sheet.lines]
    lines = [line for line in lines if _digits(line)]
    return _anew(sheet, lines, partial(_wider, sheet), budget, _has_lost)


def _anew(
    sheet: Sheet,
    lines: list[Line],
    cut: Callable[[Line], Line],
    budget: Budget,
    is_better: Callable[[Line, Line], bool],
) -> bool:
    """Put in the place of ``lines`` what is better when ``cut`` and read anew; return if any is."""
    found = False
    for line in lines[:MOST]:
        again = cut(line)
        if not budget.allows(again.picture.shape[1]):
            break
        read_lines([again], budget)
        if is_better(line, again):
            sheet.lines[sheet.lines.index(line)] = again
            found = True
    return found


def _wider(sheet: Sheet, line: Line) -> Line:
    return cut_line(sheet.pixels, line.quad, sheet.to_pixels, narrowed=WIDER)


def _longer(sheet: Sheet, line: Line) -> Line:
    return cut_line(sheet.pixels, _stretched(line.quad), sheet.to_pixels)


def _lacks_digit(line: Line) -> bool:
    return dates.lacks_digit(line) or numbers.lacks_digit(line)


def _has_more_dates(line: Line, longer: Line) -> bool:
    return dates.whole_dates(longer) > dates.whole_dates(line)


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


def _stretched(quad: Quad) -> Quad:
    """Return ``quad`` with its right end moved on."""
    along = (quad[1] - quad[0]) / max(float(np.linalg.norm(quad[1] - quad[0])), 1.0)
    moved = quad.copy()
    moved[[1, 2]] += along * FURTHER * height(quad)
    return np.asarray(moved, np.float32)
