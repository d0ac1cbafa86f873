"""The stages before parsing: card, level, lines, each on drawn pictures."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from review import specimens
from review.recognizer import engines
from review.recognizer.card import find_card
from review.recognizer.decode import decode
from review.recognizer.detect import find_lines
from review.recognizer.lines import Line, decode_steps
from review.recognizer.tesseract import read_hangul
from review.recognizer.upright import direction, groups, half_turn, is_level, straighten, transform
from review.specimens import faces


def corner_error(found: np.ndarray, true: list[list[float]]) -> float:
    """Return the largest distance between corners, as a share of the card's width."""
    turns = [np.roll(order, shift, axis=0) for order in (np.array(true), np.array(true)[::-1])
             for shift in range(4)]  # fmt: skip
    width = np.hypot(*(np.array(true[1]) - true[0]))
    return min(float(np.hypot(*(turn - found).T).max() / width) for turn in turns)


@pytest.mark.parametrize("seed", range(4))
def test_card_is_found_on_a_table(seed: int) -> None:
    drawn = specimens.draw(seed, level="phone")
    pixels, factor = decode(drawn.picture, 1600)
    corners = find_card(pixels)
    assert corners is not None
    assert corner_error(corners / factor, drawn.truth["card_quad"]) < 0.05


def test_no_card_in_an_even_picture() -> None:
    assert find_card(np.full((300, 400, 3), 128, np.uint8)) is None


def test_lines_are_found_where_text_is() -> None:
    pixels = np.full((300, 800, 3), 255, np.uint8)
    cv2.putText(pixels, "870713-5260590", (60, 160), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    quads = find_lines(pixels, 736)
    assert len(quads) == 1
    assert quads[0][0][1] < 160 < quads[0][2][1] + 10


@pytest.mark.parametrize("angle", [-40, -5, 0, 20, 44])
def test_direction_of_turned_lines(angle: float) -> None:
    flat = [
        np.array([[0, y], [300, y], [300, y + 30], [0, y + 30]], np.float32) for y in (0, 60, 120)
    ]
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), -angle, 1), [0, 0, 1]])
    turned = [transform(quad, turn) for quad in flat]
    assert np.degrees(direction(turned)) == pytest.approx(angle, abs=0.5)


def test_marks_across_the_card_are_not_level() -> None:
    assert is_level(np.array([[0, 0], [300, 10], [300, 40], [0, 30]], np.float32))
    assert not is_level(np.array([[0, 0], [300, 100], [290, 130], [-10, 30]], np.float32))


def test_straighten_needs_lines() -> None:
    assert np.array_equal(straighten([]), np.eye(3))


def test_half_turn_is_its_own_inverse() -> None:
    assert np.allclose(half_turn((100, 50)) @ half_turn((100, 50)), np.eye(3))


def test_ctc_reading_drops_blanks_and_repeats() -> None:
    steps = np.zeros((7, 3), np.float32)
    for step, sign in enumerate([1, 1, 0, 1, 2, 2, 0]):
        steps[step, sign] = 0.9
    read = decode_steps(steps, ["", "가", "나"], 56)
    assert read.text == "가가나"
    assert read.spans[0] == pytest.approx((0, 2 / 7))


def test_padding_is_not_read() -> None:
    steps = np.tile(np.array([[0.0, 1.0]], np.float32), (10, 1))
    steps[1] = (1.0, 0.0)
    assert decode_steps(steps, ["", "가"], 16).text == "가"


def test_hangul_head_knows_its_signs() -> None:
    signs = engines.hangul_signs()
    assert signs[0] == ""
    assert {"가", "힝", "0", "Z", " ", "~"} <= set(signs)
    features = np.zeros((3, 192, 6, 40), np.float32)
    scores = engines.hangul_head().run(None, {"features": features})[0]
    assert scores.shape == (3, 20, len(signs))


def test_tesseract_reads_hangul() -> None:
    drawn = faces.font(faces.available(faces.PRODUCT)[0], 40)
    image = Image.new("RGB", (260, 48), "white")
    ImageDraw.Draw(image).text((8, 0), "대한민국", font=drawn, fill="black")
    picture = np.asarray(image)[..., ::-1].copy()
    made = Line(np.array([[0, 0], [260, 0], [260, 48], [0, 48]], np.float32), picture)
    assert "".join(read_hangul(made, picture).text.split()) == "대한민국"


def lines_at(angle: float, count: int, rows: int) -> list[np.ndarray]:
    """Return parallel lines of text, ``rows`` pixels high, turned by ``angle`` degrees."""
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), -angle, 1), [0, 0, 1]])
    flat = [
        np.array([[0, y], [300, y], [300, y + rows], [0, y + rows]], np.float32)
        for y in range(0, 60 * count, 60)
    ]
    return [transform(quad, turn) for quad in flat]


def test_larger_print_in_another_direction_comes_first() -> None:
    card, sheet = lines_at(14, 6, 40), lines_at(0, 30, 20)
    found = groups([*sheet, *card])
    assert [len(group) for group in found] == [6, 30]


def test_a_few_odd_lines_make_no_direction_of_their_own() -> None:
    assert [len(group) for group in groups([*lines_at(0, 9, 30), *lines_at(30, 2, 60)])] == [9]
    assert groups([]) == []
