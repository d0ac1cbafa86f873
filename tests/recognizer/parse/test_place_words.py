"""Misread words of addresses, set right where the picture allows a known one."""

import pytest

from review.recognizer.parse.place_words import replaced, with_known_words

from ..lines import text
from ..test_chances import chances_of


def seen(read: str, other: str = "", *, share: float = 0.1):
    """Return a reading and its chances: what was read, and ``share`` for another text."""
    steps = []
    for index, sign in enumerate(read):
        step = {sign: 0.9 - share}
        if other and other[index] != sign:
            step[other[index]] = share
        steps += [step, {"": 0.95}]
    made = text(read, 0.8)
    return made, chances_of(*steps)


@pytest.mark.parametrize(
    ("read", "meant"),
    [("뱉빛로 314", "별빛로 314"), ("헥운동 3", "백운동 3"), ("130목 1091호", "130동 1091호")],
)
def test_a_known_word_that_fits_replaces_a_misread_one(read: str, meant: str) -> None:
    made, chances = seen(read, meant)
    assert with_known_words(made, chances).text == meant


def test_a_word_that_does_not_fit_the_picture_is_left() -> None:
    made, chances = seen("뱉빛로 314")
    assert with_known_words(made, chances).text == "뱉빛로 314"


def test_what_is_sure_is_left() -> None:
    made, chances = seen("중양 97", "중앙 97")
    made.scores = [0.99] * len(made.scores)
    assert with_known_words(made, chances).text == "중양 97"


def test_without_chances_nothing_changes() -> None:
    assert with_known_words(text("뱉빛로"), None).text == "뱉빛로"


def test_a_replaced_word_is_as_unsure_as_what_stood_there() -> None:
    made = text("쮸른길 5")
    made.scores = [0.3, 0.9, 0.9, 1.0, 1.0]
    after = replaced(made, 0, 2, "푸른")
    assert after.text == "푸른길 5"
    assert after.scores == [0.3, 0.3, 0.9, 1.0, 1.0]
    assert len(after.spans) == 5
