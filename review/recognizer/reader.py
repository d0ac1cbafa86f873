"""The stages in turn: decode, level, find lines, read them, parse, locate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from review import license_fields

from . import engines, several
from .boxes import quads_of
from .budget import LOOK_WORK, Budget
from .card import find_card
from .decode import Pixels, decode
from .detect import Quad, find_lines, ordered
from .errors import NotALicense, SeveralCards
from .glare import doubt_hidden
from .lines import Line, cut_line, read_lines, upside_down
from .parse import address, classes, dates, names, numbers, serial, vocabulary
from .parse.hangul import nearest
from .parse.page import Page, Value
from .portrait import cut_portrait
from .reading import ANOTHER_CARD, SCREEN, Reading
from .reading import Quad as Place
from .screen import is_screen
from .second_opinion import weigh
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

LONGEST = 1600
# Pixels at which lines are sought: of a whole picture or a flat card; of a view with more on it.
LOOK, CLOSER_LOOK = 640, 736
# What is read at most, for time: lines of a view; pixels of line pictures, first and in all.
MOST_LINES = 40
PROBE_WIDTH, MOST_WIDTH = 3000, 10000
# A view that is larger and turned by no more than this is not looked at a second time.
HARDLY_LARGER, HARDLY_TURNED = 1.3, 0.03
SIGNS_NEEDED = 3
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


def read(image: bytes, *, portrait: bool = False) -> Reading:
    """Read the license in an encoded picture (PNG or JPEG).

    With ``portrait`` the answer carries the portrait as a JPEG where one is found. Raises
    UndecodableImage, ImageTooLarge, NotALicense where the picture shows none, or OutOfTime.
    """
    engines.load()
    budget = Budget()
    pixels, factor = decode(image, LONGEST)
    sheet = look(pixels, budget)
    values = parse(sheet, budget)
    doubt_hidden(list(values.values()), _flat(sheet), pixels, sheet.to_pixels)
    apart = _apart(sheet, budget)
    wanted = portrait and not budget.is_over
    picture = cut_portrait(_flat(sheet), [line.quad for line in sheet.lines]) if wanted else None
    against = {ANOTHER_CARD: apart.is_like_a_card, SCREEN: is_screen(pixels)}
    warnings = tuple(word for word, holds in against.items() if holds)
    return replace(_reading(sheet, values, factor, picture), warnings=warnings)


def _apart(sheet: Sheet, budget: Budget) -> several.Found:
    """Return what stands beside the card; raises SeveralCards where that is another card."""
    if several.on(sheet.lines).is_mixed:
        raise SeveralCards("the numbers of more than one card")
    apart = several.beside(sheet.pixels, sheet.to_pixels, sheet.size, sheet.lines, budget)
    if apart.is_card:
        raise SeveralCards("another card beside the first")
    return apart


def _flat(sheet: Sheet) -> Pixels:
    """Return the levelled view itself."""
    return warp(sheet.pixels, np.asarray(np.linalg.inv(sheet.to_pixels)), sheet.size)


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
    return _title(page) or classes.find_classes(page) is not None


def _structured(lines: list[Line]) -> bool:
    """Whether a number or a date can be read on the lines."""
    page = Page(lines)
    return bool(numbers.find_resident_number(page) or dates.find_dates(page))


def parse(sheet: Sheet, budget: Budget) -> dict[str, Value]:
    """Return the fields found on a read sheet, by API name.

    Raises NotALicense where fewer than three of five signs of a license are there: resident
    number, license number, a date, a title, a class.
    """
    page = Page(serial.split_off(sheet.lines))
    values: dict[str, Value | None] = {}
    values["Number"] = numbers.find_resident_number(page)
    _take(page, values["Number"])
    values["LicenseNumber"] = numbers.find_license_number(page)
    _take(page, values["LicenseNumber"])
    found = dates.find_dates(page)
    values["AptitudeTesDate"], values["DateOfIssue"] = dates.settle(page, found)
    values["Type"] = classes.find_classes(page)
    _check_signs(page, values, bool(found))
    _take(page, values["AptitudeTesDate"], values["DateOfIssue"], values["Type"])
    values["Address"] = address.find_address(page)
    _take(page, values["Address"])
    anchors = [value for name in ("Number", "LicenseNumber") if (value := values[name])]
    values["Name"] = names.find_name(page, anchors)
    _take(page, values["Name"])
    values["ID"] = serial.find_serial(page)
    for name in ("Name", "Address"):
        if value := values[name]:
            weigh(value, budget)
    return {name: value for name, value in values.items() if value}


def _take(page: Page, *values: Value | None) -> None:
    page.take(*(value for value in values if value))


def _check_signs(page: Page, values: dict[str, Value | None], any_date: bool) -> None:
    signs = [values["Number"], values["LicenseNumber"], values["Type"], any_date, _title(page)]
    if sum(map(bool, signs)) < SIGNS_NEEDED:
        raise NotALicense("too few signs of a license")


def _title(page: Page) -> bool:
    return any(nearest(line.hangul.text, vocabulary.TITLES)[1] <= 0.25 for line in page.lines)


def _reading(
    sheet: Sheet, values: dict[str, Value], factor: float, portrait: bytes | None
) -> Reading:
    if "Number" in values:
        number = values["Number"]
        born = numbers.birth_date(number.text)
        if born:
            values["Birthday"] = Value(f"{born:%d/%m/%Y}", number.confidence, number.pieces)
    boxes = {name: _places(value, sheet, factor) for name, value in values.items()}
    return Reading(
        {name: values[name].text if name in values else "" for name in license_fields.NAMES},
        {name: round(value.confidence, 4) for name, value in values.items()},
        boxes,
        portrait,
        {name: value.repair for name, value in values.items() if value.repair},
        tails=_tails(values, sheet, factor),
        digits=numbers.digit_runs(sheet.lines),
    )


def _places(value: Value, sheet: Sheet, factor: float) -> list[Place]:
    """Return where a value is printed, in pixels of the picture as it came."""
    return [
        [[round(float(x) / factor, 1), round(float(y) / factor, 1)] for x, y in quad]
        for quad in quads_of(value, sheet.to_pixels)
    ]


def _tails(values: dict[str, Value], sheet: Sheet, factor: float) -> list[Place]:
    """Return where the digits after the resident number's seventh are printed."""
    tail = values["Number"].tail if "Number" in values else None
    return _places(Value("", 0.0, [tail]), sheet, factor) if tail else []
