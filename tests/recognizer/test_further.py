"""What the finder of lines cuts short or misses is read on: a number's end, a short name."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from review import specimens
from review.recognizer import engines
from review.recognizer.budget import Budget
from review.recognizer.further import (
    OF_DIGITS,
    read_address_wider,
    read_beside_label,
    read_on,
    read_wider,
)
from review.recognizer.lines import Line, cut_line, read_lines
from review.recognizer.parse import address, dates, names, numbers
from review.recognizer.parse.page import Page, Value
from review.recognizer.reader import parse
from review.recognizer.sheet import Sheet
from review.specimens import faces

from .lines import line
from .lines import text as reading


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

    assert read_on(sheet, {}, Budget(60.0))

    found = _number(sheet)
    assert found
    assert found.text == number


def test_what_is_read_surely_is_not_read_again(drawn) -> None:
    sheet, _number_of_card = drawn
    number = _number(sheet)
    assert number
    sure = {name: Value("1", 0.9) for name in OF_DIGITS} | {"LicenseNumber": number}
    assert not read_on(sheet, sure, Budget(60.0))


@pytest.mark.parametrize(
    ("printed", "broken"),
    [
        ("11-22-123456-", True),
        ("충남 84 - 002744 -", True),
        ("84-002744", True),
        ("84-002744-1", True),
        ("11-22-123456-78", False),
        ("870412-2985506", False),
        ("2022.07.22", False),
    ],
)
def test_what_breaks_off(printed: str, broken: bool) -> None:
    assert numbers.breaks_off(line(printed)) is broken


@pytest.mark.parametrize(
    ("printed", "broken"),
    [
        ("적성검사 기간 : 2025.  01. ", True),
        ("2025. 12. 3", True),
        ("2027. 01. 01.~2027. 1", True),
        ("2017.", True),
        ("2017. 04. 08", False),
        ("2017.04.08.", False),
        ("2027. 01. 01.~", False),
        ("2017. 04. 08 인천경찰청장", False),
        ("11-22-201712-34", False),
        ("대구 중구 월계길 2017", False),
    ],
)
def test_which_date_breaks_off(printed: str, broken: bool) -> None:
    assert dates.breaks_off(line(printed)) is broken


@pytest.fixture
def labeled() -> Sheet:
    """Give a card whose lines are read but for the name, of which the label alone was found."""
    engines.load()
    picture = Image.new("RGB", (1200, 760), "white")
    face = ImageFont.truetype(faces.installed()["NanumGothic"], 44)
    rows = {"1종보통": (60, 60), "성 명": (60, 150), "12-14-068535-33": (260, 230)}
    rows |= {"900625-2979446": (260, 310), "2015.09.12": (260, 600)}
    for text, place in (*rows.items(), ("장별", (260, 150))):
        ImageDraw.Draw(picture).text(place, text, "black", face)
    pixels = np.asarray(picture)[..., ::-1].copy()
    sheet = Sheet(pixels, np.eye(3, dtype=np.float64), (1200, 760), [])
    for text, (left, top) in rows.items():
        right = left + face.getlength(text)
        corners = [[left, top - 6], [right, top - 6], [right, top + 56], [left, top + 56]]
        sheet.lines.append(_read(sheet, np.array(corners, np.float32)))
    return sheet


def test_a_name_beside_its_lone_label_is_read(labeled: Sheet) -> None:
    values = parse(labeled)
    assert "Name" not in values

    assert read_beside_label(labeled, values, Budget(60.0))

    assert parse(labeled)["Name"].text == "장별"


def test_where_a_name_was_found_nothing_more_is_read(labeled: Sheet) -> None:
    values = parse(labeled) | {"Name": Value("장별", 1.0)}
    assert not read_beside_label(labeled, values, Budget(60.0))


def test_a_label_with_something_behind_it_is_not_alone() -> None:
    label, value = line("성 명", x=60), line("장별", x=260)
    assert names.is_lone_label(Page([label]), label)
    assert not names.is_lone_label(Page([label, value]), label)
    whole = line("성명 장별")
    assert not names.is_lone_label(Page([whole]), whole)


def _printed(text: str, read_as: str) -> Sheet:
    """Return a sheet on which ``text`` is printed, and was read as ``read_as``."""
    engines.load()
    face = ImageFont.truetype(faces.installed()["NanumGothic"], 40)
    right = 40 + round(face.getlength(text))
    picture = Image.new("RGB", (right + 40, 120), "white")
    ImageDraw.Draw(picture).text((40, 40), text, "black", face)
    pixels = np.asarray(picture)[..., ::-1].copy()
    sheet = Sheet(pixels, np.eye(3, dtype=np.float64), picture.size, [])
    corners = np.array([[36, 34], [right, 34], [right, 94], [36, 94]], np.float32)
    sheet.lines = [_read(sheet, corners)]
    sheet.lines[0].latin = sheet.lines[0].hangul = reading(read_as)
    return sheet


def test_a_date_of_which_a_digit_was_lost_is_read_wider() -> None:
    sheet = _printed("2022.11.22.", "202.11.22.")

    assert read_wider(sheet, {}, Budget(60.0))

    assert [str(date.day) for date in dates.find_dates(Page(sheet.lines))] == ["2022-11-22"]


def test_what_is_sure_is_not_read_wider() -> None:
    sheet = Sheet(np.zeros((9, 9, 3), np.uint8), np.eye(3), (9, 9), [line("202.11.22.")])
    sure = {name: Value("1", 0.9) for name in OF_DIGITS}
    assert not read_wider(sheet, sure, Budget(60.0))


def _cut_off(share: float) -> Sheet:
    """Return a sheet with a period, the first ``share`` of which was found and read."""
    sheet = _printed("2027. 01. 01. ~ 2027. 12. 31.", "")
    sheet.lines = [_read(sheet, sheet.lines[0].cut(0.0, share))]
    return sheet


def test_a_date_whose_end_lies_beyond_the_box_is_read_on() -> None:
    sheet = _cut_off(0.86)
    assert [str(date.day) for date in dates.find_dates(Page(sheet.lines))] == ["2027-01-01"]

    assert read_on(sheet, {"LicenseNumber": Value("1", 0.9)}, Budget(60.0))

    found = [str(date.day) for date in dates.find_dates(Page(sheet.lines))]
    assert found == ["2027-01-01", "2027-12-31"]


def test_where_dates_are_sure_none_is_read_on() -> None:
    sure = {name: Value("1", 0.9) for name in OF_DIGITS}
    assert not read_on(_cut_off(0.86), sure, Budget(60.0))


def _address(sheet: Sheet) -> Value:
    value = address.find_address(Page(sheet.lines))
    assert value
    return value


def test_an_address_of_which_one_of_two_like_digits_was_lost_is_read_wider() -> None:
    sheet = _printed("광주 남구 효창2동 299", "광주 남구 효창2동 29")

    assert read_address_wider(sheet, {"Address": _address(sheet)}, Budget(60.0))

    assert _address(sheet).text == "광주 남구 효창2동 299"


@pytest.mark.parametrize("read_as", ["광주 남구 효창2동 297", "광주 남구 효창2동 2999"])
def test_an_address_stays_where_its_wider_reading_has_no_like_digit_more(read_as: str) -> None:
    sheet = _printed("광주 남구 효창2동 299", read_as)
    assert not read_address_wider(sheet, {"Address": _address(sheet)}, Budget(60.0))
    assert _address(sheet).text == read_as


def test_where_no_address_was_found_none_is_read_wider() -> None:
    sheet = Sheet(np.zeros((9, 9, 3), np.uint8), np.eye(3), (9, 9), [line("1종보통")])
    assert not read_address_wider(sheet, {}, Budget(60.0))
