"""How well other texts fit the steps of a line."""

import numpy as np
import pytest

from review.recognizer import engines
from review.recognizer.chances import LEAST, Chances


def chances_of(*steps: dict[str, float]) -> Chances:
    """Return chances over steps given as sign to probability ("" is the blank)."""
    signs = engines.hangul_signs()
    scores = np.full((len(steps), len(signs)), 1e-9, np.float32)
    for row, step in enumerate(steps):
        for sign, probability in step.items():
            scores[row, signs.index(sign)] = probability
    return Chances.of(scores)


def test_what_the_steps_say_fits_best() -> None:
    seen = chances_of({"중": 0.9}, {"": 0.9}, {"양": 0.7, "앙": 0.3}, {"": 0.9})
    assert seen.fit("중양") > seen.fit("중앙") > seen.fit("중동")
    assert seen.fit("중앙") == pytest.approx(np.log(0.9 * 0.9 * 0.3 * 0.9), abs=1e-4)


def test_a_repeated_sign_needs_a_blank_between() -> None:
    assert chances_of({"가": 0.9}, {"가": 0.9}).fit("가가") < LEAST
    assert chances_of({"가": 0.9}, {"": 0.9}, {"가": 0.9}).fit("가가") > -1


def test_a_sign_unknown_to_the_head_fits_badly() -> None:
    assert chances_of({"가": 0.9}).fit("漢") <= LEAST


def test_between_keeps_the_steps_of_a_part() -> None:
    seen = chances_of({"가": 0.9}, {"": 0.9}, {"나": 0.9}, {"": 0.9})
    assert seen.between(0.5, 1.0).fit("나") > -1
    assert len(seen.between(0.5, 1.0).steps) == 2
