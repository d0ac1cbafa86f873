"""What the steps of a line spell."""

import numpy as np
import pytest

from review.recognizer.lines import decode_steps


def test_ctc_reading_drops_blanks_and_repeats() -> None:
    steps = np.zeros((7, 3), np.float32)
    for step, sign in enumerate([1, 1, 0, 1, 2, 2, 0]):
        steps[step, sign] = 0.9
    read = decode_steps(steps, ["", "a", "b"], 56)
    assert read.text == "aab"
    assert read.spans[0] == pytest.approx((0, 2 / 7))


def test_padding_is_not_read() -> None:
    steps = np.tile(np.array([[0.0, 1.0]], np.float32), (10, 1))
    steps[1] = (1.0, 0.0)
    assert decode_steps(steps, ["", "가"], 16).text == "가"


@pytest.mark.parametrize(("second", "text"), [(0.5, "가"), (0.95, "가나")])
def test_two_syllables_hardly_apart_are_one_where_either_is_unsure(
    second: float, text: str
) -> None:
    steps = np.zeros((6, 3), np.float32)
    steps[:, 0] = 0.1
    steps[1, 1], steps[2, 2] = 0.9, second
    assert decode_steps(steps, ["", "가", "나"], 48).text == text
