"""Where fields stand in the picture: upright cut-outs, quarter turns, outlines."""

import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.contexts import picture

IMAGE = SimpleNamespace(pk=1, cover_revision=1, width=1200, height=900)


def quad(x, y, width, height, degrees):
    """Return the corners of a line of text that leans by ``degrees`` clockwise."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    return [[x + cos * dx - sin * dy, y + sin * dx + cos * dy] for dx, dy in corners]


@pytest.mark.parametrize(("leaning", "turn"), [(0, 0), (12, 0), (90, 270), (178, 180), (-95, 90)])
def test_the_picture_is_shown_with_its_text_upright(leaning, turn):
    boxes = {"Name": [quad(300, 300, 120, 30, leaning)]}

    assert picture.upright(boxes) == turn


def test_without_boxes_the_picture_stands_as_it_came():
    assert picture.view(IMAGE, 90, {}).turn == 90


@pytest.mark.parametrize(("turn", "frame"), [(0, "0 0 1200 900"), (90, "0 0 900 1200")])
def test_the_frame_follows_the_turn(turn, frame):
    assert picture.view(IMAGE, turn, {}).view_box == frame


def placed(view, x, y):
    """Return where the view's transform puts a point of the picture."""
    shift, turn = view.transform.removeprefix("translate(").split(") rotate(")
    (dx, dy), angle = map(int, shift.split()), math.radians(int(turn.rstrip(")")))
    return (
        x * math.cos(angle) - y * math.sin(angle) + dx,
        x * math.sin(angle) + y * math.cos(angle) + dy,
    )


@given(
    st.sampled_from([0, 90, 180, 270]), st.integers(0, IMAGE.width), st.integers(0, IMAGE.height)
)
def test_every_point_of_a_turned_picture_is_inside_its_frame(turn, x, y):
    view = picture.view(IMAGE, turn, {})
    _, _, width, height = map(int, view.view_box.split())

    across, down = placed(view, x, y)

    assert -0.01 <= across <= width + 0.01
    assert -0.01 <= down <= height + 0.01


@given(st.floats(-179, 179), st.integers(20, 400), st.integers(10, 60))
def test_a_cut_out_is_level_and_holds_its_box(degrees, width, height):
    [cut] = picture.cuts([quad(500, 400, width, height, degrees)])

    _, _, wide, tall = map(int, cut.view_box.split())
    assert wide >= width
    assert tall >= height
    turned = float(cut.transform.split("rotate(")[1].split(")")[0])
    assert turned == pytest.approx(-degrees, abs=0.11)


def test_a_field_on_two_lines_gives_two_cut_outs_and_two_outlines():
    quads = [quad(100, 100, 200, 30, 0), quad(100, 140, 200, 30, 0)]

    [spot] = picture.view(IMAGE, 0, {"Address": quads}).spots
    assert len(picture.cuts(quads)) == len(spot.outlines) == 2
