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
