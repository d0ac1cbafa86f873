"""Hangul is compared by its letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.recognizer.parse.hangul import distance, letters, nearest, syllables


@pytest.mark.parametrize(
    ("first", "second", "letters"),
    [
        ("중앙", "중양", 1),
        ("별빛", "뱉빛", 2),
        ("가", "가", 0),
        ("동", "", 3),
        ("서 울", "서울", 0),
    ],
)
def test_distance_counts_letters(first: str, second: str, letters: int) -> None:
    assert distance(first, second) == distance(second, first) == letters


def test_nearest_is_the_least_distant_entry_whatever_the_order() -> None:
    entries = ("1종대형", "2종보통", "1종보통", "1종소형")
    assert nearest("1종보동", entries) == ("1종보통", pytest.approx(1 / 9))
    assert nearest("1종보동", entries[::-1])[0] == "1종보통"


@given(st.text("가각나난1", max_size=4), st.lists(st.text("가각나난1", min_size=1, max_size=4)))
def test_no_entry_is_nearer_than_the_nearest(text: str, entries: list[str]) -> None:
    shares = [(distance(text, entry) / len(letters(entry)), entry) for entry in entries]
    near = [(share, entry) for share, entry in shares if share <= 1]
    share, entry = min(near, default=(9.0, ""))
    assert nearest(text, entries) == (entry, share)


def test_nearest_of_nothing_is_far() -> None:
    assert nearest("서울", ()) == ("", 9.0)


def test_syllables_are_counted_without_other_signs() -> None:
    assert syllables("서울 12-가 A") == 3
