"""What stands beside a card."""

import cv2
import numpy as np
import pytest

from review.recognizer import several
from review.recognizer.budget import Budget
from review.recognizer.decode import Pixels
from review.recognizer.several import Found

from .lines import line

CARD = (500, 320)  # pixels of a card at the top left of its picture


def on_a_table(*beside: str, ink: int = 60) -> Pixels:
    """Return a picture of a card with some print, and rows of print below it in ``ink``."""
    picture = np.full((640, 900, 3), 150, np.uint8)
    picture[: CARD[1], : CARD[0]] = 235
    for row in range(6):
        place = (30, 50 + 45 * row)
        cv2.putText(picture, "870412 2985506", place, cv2.FONT_HERSHEY_SIMPLEX, 1, (30, 30, 30), 2)
    for row, text in enumerate(beside):
        place = (200, 430 + 45 * row)
        cv2.putText(picture, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1, (ink, ink, ink), 2)
    return picture


def beside(picture: Pixels) -> Found:
    """Return what is found beside the card."""
    own = [line("870412-2985506", x=30, y=y, height=30) for y in (30, 120)]
    return several.beside(picture, np.eye(3), CARD, own, Budget(60.0))


def test_print_beside_a_card_is_found_though_it_is_faint() -> None:
    assert beside(on_a_table("870412-2985506")).residents
    assert beside(on_a_table("870412-2985506", ink=70)).residents


def test_no_line_is_sought_on_a_bare_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(several, "find_lines", lambda *_: pytest.fail("a look for nothing"))
    assert not beside(on_a_table()).is_like_a_card


def test_a_title_beside_is_another_card_only_where_the_card_has_its_own() -> None:
    title = line("자동차운전면허증")
    apart, without = several.on([title]), several.on([line("870412-2985506")])
    assert not apart.is_beside(without)
    assert apart.is_beside(several.on([title]))
    assert without.is_beside(apart)


def test_the_digits_of_a_resident_number_are_no_further_date() -> None:
    days = [
        line(f"{year}.01.01", y=200 + 50 * index) for index, year in enumerate((2011, 2018, 2019))
    ]
    garbled = line("751108-19860510", latin="751108-1986051")
    assert not several.on([garbled, *days]).is_mixed


def test_a_line_found_twice_and_read_in_two_ways_has_no_more_dates() -> None:
    period = line("2028.01.01~2028.12.31", y=200)
    again = line("2028.01.01~2023.12.30", y=202)
    issue = line("2018.11.19", y=500)
    assert not several.on([period, again, issue]).is_mixed
    apart = line("2023.12.30", x=900, y=300)
    assert several.on([period, issue, apart]).is_mixed
