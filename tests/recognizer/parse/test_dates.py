"""Dates in every form that a card prints or a reader garbles."""

import pytest

from review.recognizer.parse import dates

from ..lines import line, page


@pytest.mark.parametrize(
    "form",
    [
        "{}.{}.{}.",
        "{}. {}. {}.",
        "{}-{}-{}",
        "{}/{}/{}",
        "{} . {} . {}",
        "{}년 {}월 {}일",
        "{}션{}월 {}일",
    ],
)
def test_date_forms(form: str) -> None:
    found = dates.find_dates(page(line(form.format(2024, "01", "31"))))
    assert [str(each.day) for each in found] == ["2024-01-31"]


def test_no_calendar_date_is_none() -> None:
    assert dates.find_dates(page(line("2024.13.01."), line("2024.02.30.", y=200))) == []


@pytest.mark.parametrize("printed", ["7 202031.01.01", "4412031.01:01", "203101.01."])
def test_neither_digits_in_front_nor_a_lost_dot_hide_a_date(printed: str) -> None:
    found = dates.find_dates(page(line(printed)))
    assert [str(each.day) for each in found] == ["2031-01-01"]


def test_a_letter_behind_the_day_is_the_digit_it_looks_like() -> None:
    (found,) = dates.find_dates(page(line("2012.04.2S")))
    assert (str(found.day), found.reason) == ("2012-04-25", "look-alikes")


@pytest.mark.parametrize(
    ("printed", "lacks"),
    [
        ("203.09.20 충북지방경찰청장", True),
        ("2022.11..", True),
        ("201.10.04 경기남부지방경찰청장", True),
        ("2022.1.26", True),
        ("2022.11.26.", False),
        ("경북 경주시 만촌리 940", False),
        ("15-00-057018-70", False),
    ],
)
def test_a_date_that_lost_a_digit_is_known_as_such(printed: str, lacks: bool) -> None:
    assert dates.lacks_digit(line(printed)) is lacks
