"""Marks laid over a line are told from its print by how pale they are."""

from __future__ import annotations

import numpy as np
import pytest

from review.recognizer.ink import without_pale_ends
from review.recognizer.lines import Line

from .lines import line


def printed(signs: str, shades: list[int]) -> Line:
    """Return a line of signs as bars, each as bright as its shade says, on white paper."""
    made = line(signs)
    made.picture = np.full((48, 60 * len(signs), 3), 240, np.uint8)
    for index, shade in enumerate(shades):
        made.picture[8:40, 60 * index + 20 : 60 * index + 40] = shade
    return made


@pytest.mark.parametrize(
    ("signs", "shades", "kept"),
    [
        ("심룡옥견", [20, 30, 25, 190], "심룡옥"),
        ("견심룡옥", [190, 30, 25, 20], "심룡옥"),
        ("심룡옥 N", [20, 30, 25, 240, 190], "심룡옥"),
        ("심룡옥", [20, 190, 25], "심룡옥"),
        ("심룡옥", [20, 60, 50], "심룡옥"),
        ("심룡옥", [180, 190, 185], "심룡옥"),
        ("KIM", [20, 190, 190], "KIM"),
        ("", [], ""),
    ],
)
def test_pale_ends_are_left_out(signs: str, shades: list[int], kept: str) -> None:
    made = printed(signs, shades) if signs else line("")
    assert without_pale_ends(made, made.hangul).text == kept
