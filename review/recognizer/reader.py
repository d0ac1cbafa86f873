"""The stages in turn: decode, level, find lines, read them, parse, locate."""

from __future__ import annotations

import math
from dataclasses import replace

from review import license_fields

from . import engines, several
from .boxes import quads_of
from .budget import Budget
from .choice import has_title
from .decode import Pixels, decode
from .errors import NotALicense, SeveralCards
from .further import read_address_wider, read_beside_label, read_on, read_wider
from .glare import doubt_hidden
from .parse import address, classes, dates, joined, names, numbers, period, serial
from .parse.page import Page, Value
from .portrait import cut_portrait
from .reading import ANOTHER_CARD, SCREEN, Reading
from .reading import Quad as Place
from .screen import is_screen
from .second_opinion import weigh
from .sheet import Sheet, look_again, looks

LONGEST = 1600
SIGNS_NEEDED = 3
PRINTED = ("LicenseNumber", "Name", "Number", "Address", "AptitudeTesDate", "DateOfIssue", "Type",
           "ID")  # fmt: skip
PRINTED_WORDS = {"Name", "Address"}


def read(image: bytes, *, portrait: bool = False, seconds: float = math.inf) -> Reading:
    """Read the license in an encoded picture (PNG or JPEG), within ``seconds`` if given.

    With ``portrait`` the answer carries the portrait as a JPEG where one is found. Raises
    UndecodableImage, ImageTooLarge, NotALicense where the picture shows none, or OutOfTime.
    """
    engines.load()
    budget = Budget(seconds)
    pixels, factor = decode(image, LONGEST)
    sheet, values = _license(pixels, budget)
    for read_more in (read_on, read_wider, _look_again, read_beside_label, read_address_wider):
        if read_more(sheet, values, budget):
            values = parse(sheet)
    for name in PRINTED_WORDS & values.keys():
        weigh(values[name], budget)
    doubt_hidden(list(values.values()), sheet.flat(), pixels, sheet.to_pixels)
    apart = _apart(sheet, budget)
    wanted = portrait and not budget.is_over
    picture = cut_portrait(sheet.flat(), [line.quad for line in sheet.lines]) if wanted else None
    against = {ANOTHER_CARD: apart.is_like_a_card, SCREEN: is_screen(pixels)}
    warnings = tuple(word for word, holds in against.items() if holds)
    return replace(_reading(sheet, values, factor, picture), warnings=warnings)


def _license(pixels: Pixels, budget: Budget) -> tuple[Sheet, dict[str, Value]]:
    """Return the first view that is one of a license, and what stands there; raises NotALicense.

    What looks like the card's edge may cut through it: then another view shows more.
    """
    refusal = NotALicense("nothing in the picture reads like a license")
    for sheet in looks(pixels, budget):
        try:
            return sheet, parse(sheet)
        except NotALicense as reason:
            refusal = reason
    raise refusal


def _look_again(sheet: Sheet, values: dict[str, Value], budget: Budget) -> bool:
    return len(values) < len(PRINTED) and look_again(sheet, budget)


def _apart(sheet: Sheet, budget: Budget) -> several.Found:
    """Return what stands beside the card; raises SeveralCards where that is another card."""
    own = several.on(sheet.lines)
    if own.is_mixed:
        raise SeveralCards("the numbers of more than one card")
    apart = several.beside(sheet.pixels, sheet.to_pixels, sheet.size, sheet.lines, budget)
    if apart.is_beside(own):
        raise SeveralCards("another card beside the first")
    return apart


def parse(sheet: Sheet) -> dict[str, Value]:
    """Return the fields found on a read sheet, by API name.

    Raises NotALicense where fewer than three of five signs of a license are there: resident
    number, license number, a date, a title, a class.
    """
    page = Page(joined.mended(sheet.lines))
    values: dict[str, Value | None] = {}
    values["Number"] = numbers.find_resident_number(page)
    _take(page, values["Number"])
    values["LicenseNumber"] = numbers.find_license_number(page)
    _take(page, values["LicenseNumber"])
    places = dates.find_places(page)
    values["AptitudeTesDate"], values["DateOfIssue"] = period.settle(page, places)
    values["Type"] = classes.find_classes(page)
    _check_signs(page, values, any(place.read for place in places))
    _take(page, values["AptitudeTesDate"], values["DateOfIssue"], values["Type"])
    values["Address"] = address.find_address(page)
    _take(page, values["Address"])
    anchors = [value for name in ("Number", "LicenseNumber") if (value := values[name])]
    values["Name"] = names.find_name(page, anchors)
    _take(page, values["Name"])
    values["ID"] = serial.find_serial(page)
    return {name: value for name, value in values.items() if value}


def _take(page: Page, *values: Value | None) -> None:
    page.take(*(value for value in values if value))


def _check_signs(page: Page, values: dict[str, Value | None], any_date: bool) -> None:
    signs = [values["Number"], values["LicenseNumber"], values["Type"], any_date, has_title(page)]
    if sum(map(bool, signs)) < SIGNS_NEEDED:
        raise NotALicense("too few signs of a license")


def _reading(
    sheet: Sheet, values: dict[str, Value], factor: float, portrait: bytes | None
) -> Reading:
    if "Number" in values:
        number = values["Number"]
        born = numbers.birth_date(number.text)
        if born:
            values["Birthday"] = Value(f"{born:%d/%m/%Y}", number.confidence, number.pieces)
    boxes = {name: places(value, sheet, factor) for name, value in values.items()}
    return Reading(
        {name: values[name].text if name in values else "" for name in license_fields.NAMES},
        {name: round(value.confidence, 4) for name, value in values.items()},
        boxes,
        portrait,
        {name: value.repair for name, value in values.items() if value.repair},
        tails=_tails(values, sheet, factor),
        digits=numbers.digit_runs(sheet.lines),
    )


def places(value: Value, sheet: Sheet, factor: float) -> list[Place]:
    """Return where a value is printed, in pixels of the picture as it came."""
    return [
        [[round(float(x) / factor, 1), round(float(y) / factor, 1)] for x, y in quad]
        for quad in quads_of(value, sheet.to_pixels)
    ]


def _tails(values: dict[str, Value], sheet: Sheet, factor: float) -> list[Place]:
    """Return where the digits after the resident number's seventh are printed."""
    tail = values["Number"].tail if "Number" in values else None
    return places(Value("", 0.0, [tail]), sheet, factor) if tail else []
