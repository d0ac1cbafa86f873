"""Boxes for values that another engine read."""

import numpy as np
import pytest

from review import recognizer, specimens
from review.bench.recognizer_scores import overlap
from review.recognizer.locate import best_part


@pytest.mark.parametrize("seed", [0, 2])
def test_true_values_are_found_where_they_are_printed(seed: int) -> None:
    drawn = specimens.draw(seed, level="phone")
    boxes = recognizer.locate(drawn.picture, drawn.truth["response"])
    assert len(boxes) >= 7
    assert "Birthday" not in boxes
    shares = [overlap(boxes[name], drawn.truth["boxes"][name]) for name in boxes]
    assert np.mean(shares) > 0.6


def test_values_of_somebody_else_have_no_box() -> None:
    first, second = specimens.draw(0), specimens.draw(5)
    others = {
        name: second.truth["response"][name]
        for name in ("Number", "LicenseNumber", "Name", "ID", "Address")
    }
    assert recognizer.locate(first.picture, others) == {}


def test_empty_values_have_no_box() -> None:
    assert recognizer.locate(specimens.draw(0).picture, {"Name": "", "ID": ""}) == {}


@pytest.mark.parametrize(
    ("wanted", "text", "expected"),
    [("BCD", "ABCDE", (0, 1, 4)), ("BXD", "ABCDE", (1, 1, 4)), ("ABC", "", (3, 0, 0))],
)
def test_best_part(wanted: str, text: str, expected: tuple[int, int, int]) -> None:
    assert best_part(wanted, text) == expected
