"""The portrait is cut out of the card's view."""

import cv2
import numpy as np
import pytest

from review import specimens
from review.recognizer.decode import decode
from review.recognizer.portrait import cut_portrait
from review.recognizer.upright import card_view, warp


@pytest.mark.parametrize("seed", range(3))
def test_the_portrait_of_a_flat_card_is_found(seed: int) -> None:
    drawn = specimens.draw(seed)
    pixels, factor = decode(drawn.picture, 1600)
    matrix, size = card_view(np.array(drawn.truth["card_quad"], np.float32) * factor)
    portrait = cut_portrait(warp(pixels, matrix, size), [])
    assert portrait
    rows, columns = cv2.imdecode(np.frombuffer(portrait, np.uint8), 1).shape[:2]
    assert 1.0 < rows / columns < 1.7


def test_no_portrait_on_an_empty_card() -> None:
    assert cut_portrait(np.full((782, 1240, 3), 230, np.uint8), []) is None
