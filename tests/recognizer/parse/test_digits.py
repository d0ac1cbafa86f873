"""Numbers in a Hangul reading, as the surer reader saw them."""

import pytest

from review.recognizer.lines import Text
from review.recognizer.parse import address
from review.recognizer.parse.digits import with_latin_digits

from ..lines import line, page, text


def the(value) -> str:
    return value.text if value else ""


def test_digits_come_from_the_surer_reader() -> None:
    made = line("울산 북구 구월동 27-47", latin="            277-47")
    made.hangul.scores = [0.5] * len(made.hangul.text)
    assert the(address.find_address(page(made))) == "울산 북구 구월동 277-47"


@pytest.mark.parametrize(
    ("read", "latin", "merged"),
    [
        ("봉은 505-4", "   505-44", "봉은 505-44"),
        ("봉은 10-54", "   100-?!", "봉은 100-54"),
    ],
)
def test_a_digit_that_one_reader_lost_beside_its_like_is_put_back(
    read: str, latin: str, merged: str
) -> None:
    hangul, other = text(read), text(latin)
    assert with_latin_digits(hangul, other).text == merged


@pytest.mark.parametrize(
    ("latin", "merged"),
    [("   174-17", "율곡 174-17"), ("   17417-", "율곡 17417"), ("   175-17", "율곡 17417")],
)
def test_a_dash_that_one_reader_lost_is_put_back(latin: str, merged: str) -> None:
    assert with_latin_digits(text("율곡 17417"), text(latin, score=0.6)).text == merged


def test_a_digit_that_is_no_repetition_is_not_added() -> None:
    assert with_latin_digits(text("봉은 50-4"), text("   503-4", score=0.9)).text == "봉은 50-4"


def test_a_digit_beyond_a_syllable_is_another_numbers() -> None:
    latin = text("1 141-34").part(0, 1)
    rest = text("1 141-34").part(2, 8)
    glued = Text(latin.text + rest.text, latin.scores + rest.scores, latin.spans + rest.spans)
    assert with_latin_digits(text("1길141-34"), glued).text == "1길141-34"
