"""A license number whose box ends too soon is read on to its end."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from review import specimens
from review.recognizer import engines
from review.recognizer.budget import Budget
from review.recognizer.further import read_on
from review.recognizer.lines import Line, cut_line, read_lines
from review.recognizer.parse import numbers
from review.recognizer.parse.page import Page, Value
from review.recognizer.sheet import Sheet

from .lines import line


@pytest.fixture
def drawn() -> tuple[Sheet, str]:
    """Give a drawn card with the line of its license number, and the number."""
    engines.load()
    card = specimens.draw(3, level="clean")
    pixels = np.asarray(Image.open(io.BytesIO(card.picture)).convert("RGB"))[..., ::-1].copy()
    quad = np.asarray(card.truth["boxes"]["LicenseNumber"][0], np.float32)
    room = (quad[3] - quad[0]) * 0.4
    quad += np.stack([-room, -room, room, room])
    height, width = pixels.shape[:2]
    sheet = Sheet(pixels, np.eye(3, dtype=np.float64), (width, height), [])
    sheet.lines = [_read(sheet, quad)]
    return sheet, card.truth["response"]["LicenseNumber"]


def _read(sheet: Sheet, quad: np.ndarray) -> Line:
    found = cut_line(sheet.pixels, quad, sheet.to_pixels)
    read_lines([found], Budget(60.0))
    return found


def _number(sheet: Sheet) -> Value | None:
    return numbers.find_license_number(Page(sheet.lines))


def test_a_number_whose_last_digits_lie_beyond_the_box_is_read_on(drawn) -> None:
    sheet, number = drawn
    whole = sheet.lines[0]
    end = whole.latin.text.rindex(number.split("-")[-1])
    sheet.lines = [_read(sheet, whole.cut(0.0, whole.latin.spans[end][0] - 0.01))]
    assert _number(sheet) is None

    assert read_on(sheet, None, Budget(60.0))

    found = _number(sheet)
    assert found
    assert found.text == number


def test_what_is_read_surely_is_not_read_again(drawn) -> None:
    sheet, _number_of_card = drawn
    assert not read_on(sheet, _number(sheet), Budget(60.0))


@pytest.mark.parametrize(
    ("printed", "broken"),
    [
        ("11-22-123456-", True),
        ("충남 84 - 002744 -", True),
        ("84-002744", True),
        ("11-22-123456-78", False),
        ("870412-2985506", False),
        ("2022.07.22", False),
    ],
)
def test_what_breaks_off(printed: str, broken: bool) -> None:
    assert numbers.breaks_off(line(printed)) is broken
