"""The card is found by its edge."""

import numpy as np
import pytest

from review import specimens
from review.recognizer.card import find_card
from review.recognizer.decode import decode


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


def test_the_portrait_of_a_card_that_fills_the_picture_is_no_card() -> None:
    picture = np.full((652, 1035, 3), 235, np.uint8)
    picture[150 : 150 + 330, 50 : 50 + 258] = (200, 190, 120)
    assert find_card(picture) is None


def test_a_small_gap_in_the_outline_does_not_hide_the_card() -> None:
    """Print of a sheet that ends at the card's edge leaves such gaps, and the rest of it joins."""
    picture = np.full((900, 1200, 3), 205, np.uint8)
    picture[230:690, 300:1030] = 160
    for y in range(30, 880, 34):
        end = 306 if 200 < y < 700 else 620
        picture[y : y + 14, 30:end:14] = picture[y : y + 3, 30:end] = 70
        picture[y + 16 : y + 30, 270:330] = np.linspace(205, 160, 60)[None, :, None]
    corners = find_card(picture)
    assert corners is not None
    assert corner_error(corners, [[300, 230], [1030, 230], [1030, 690], [300, 690]]) < 0.03
