"""Where the cover over a resident number's tail lies, and when it may be relied on."""

import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from review.ocr import cover, images

RESPONSE = {"Number": "900101-1234568", "LicenseNumber": "11-20-123456-30"}
LEVEL = [[100, 50], [240, 50], [240, 70], [100, 70]]


def detail(**changes):
    return {"Confidence": {"Number": 0.9}, "Boxes": {"Number": [LEVEL]}} | changes


def leaning(degrees):
    """Return the corners of a box of 140 by 20 that leans clockwise."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = ((0, 0), (140, 0), (140, 20), (0, 20))
    return [[300 + cos * x - sin * y, 300 + sin * x + cos * y] for x, y in corners]


def test_without_told_characters_the_tail_is_six_of_fourteen_grown_by_half_a_line():
    [quad] = cover.tails(detail())
    assert quad == [[170, 40], [250, 40], [250, 80], [170, 80]]


def test_told_characters_come_before_the_share():
    told = [[200, 50], [240, 50], [240, 70], [200, 70]]
    [quad] = cover.tails(detail(Tails=[told]))
    assert quad[0] == [190, 40]


def test_a_number_on_two_lines_is_covered_whole():
    lines = [LEVEL, [[100, 80], [200, 80], [200, 100], [100, 100]]]
    assert cover.tails(detail(Boxes={"Number": lines})) == [cover.grown(line) for line in lines]


@given(st.floats(-180, 180))
def test_the_cover_leans_with_the_line(degrees):
    quad = leaning(degrees)
    [covered] = cover.tails(detail(Boxes={"Number": [quad]}))
    assert math.dist(covered[0], covered[1]) == pytest.approx(60 + 20)
    assert math.dist(covered[0], covered[3]) == pytest.approx(40)
    assert math.dist(covered[1], quad[1]) == pytest.approx(math.hypot(10, 10))


@pytest.mark.parametrize(
    ("changes", "number", "verdict"),
    [
        ({}, "900101-1234568", cover.Verdict.HOLDS),
        ({"Boxes": {}}, "900101-1234568", cover.Verdict.NO_PLACE),
        ({}, "", cover.Verdict.NO_PLACE),
        ({"Confidence": {"Number": 0.4}}, "900101-1234568", cover.Verdict.UNSURE),
        ({"Confidence": {}}, "900101-1234568", cover.Verdict.UNSURE),
    ],
)
def test_covering_is_tried_where_the_number_was_read_surely(changes, number, verdict):
    assert cover.first_look({"Number": number}, detail(**changes)) is verdict


@pytest.mark.parametrize(
    ("runs", "verdict"),
    [
        (["9001011", "20250730"], cover.Verdict.HOLDS),
        (["900101123"], cover.Verdict.HOLDS),
        (["2345"], cover.Verdict.SHOWS),
        (["4568"], cover.Verdict.SHOWS),
        (["9001011234568"], cover.Verdict.SHOWS),
        (["90010117777"], cover.Verdict.SHOWS),
        # The license number shares four digits with the tail, which tells nothing of it.
        (["112012345630"], cover.Verdict.HOLDS),
        (["112012345630", "3456"], cover.Verdict.SHOWS),
    ],
)
def test_four_digits_of_the_tail_in_a_row_give_it_away(runs, verdict):
    again = {"Confidence": {"LicenseNumber": 0.9}, "Digits": runs}
    assert cover.second_look(RESPONSE, again) is verdict


@pytest.mark.parametrize("quoted", ["900101-1234568", "234568"])
def test_a_field_that_quotes_the_tail_excuses_none_of_it(quoted):
    again = {"Confidence": {"LicenseNumber": 0.9}, "Digits": [quoted.replace("-", "")]}
    assert cover.second_look(RESPONSE | {"Address": quoted}, again) is cover.Verdict.SHOWS


@pytest.mark.parametrize(
    "again",
    [None, {}, {"Confidence": {}, "Digits": []}, {"Confidence": {"Name": 0.3}, "Digits": []}],
)
def test_a_second_reading_that_says_little_proves_nothing(again):
    assert cover.second_look(RESPONSE, again) is cover.Verdict.UNSURE


def test_what_is_painted_over_is_gone_from_the_pixels():
    file = io.BytesIO()
    Image.effect_noise((300, 120), 90).convert("RGB").save(file, "PNG")

    painted = Image.open(io.BytesIO(images.paint_over(file.getvalue(), cover.tails(detail()))))

    inside = painted.crop((180, 50, 240, 70))
    assert all(high - low < 24 for low, high in inside.getextrema())
    assert painted.crop((0, 0, 80, 30)).getextrema()[0][1] > 150
