"""The three generations of renewal windows."""

from datetime import date

import pytest

from review.quality import renewal
from review.quality.dates import Period, parse_period
from review.quality.renewal import Window


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("28/02/2020~27/08/2020", Window.SIX_MONTHS),
        ("31/08/2018~28/02/2019", Window.SIX_MONTHS),
        ("31/08/2018~27/02/2019", Window.SIX_MONTHS),
        ("01/01/2030~31/12/2030", Window.CALENDAR_YEAR),
        ("02/04/2036~01/04/2037", Window.BIRTHDAY),
        ("01/03/2036~28/02/2037", Window.BIRTHDAY),
        ("29/02/2036~28/02/2037", Window.BIRTHDAY),
        ("02/04/2036~02/04/2037", None),
        ("01/01/2030~31/12/2031", None),
    ],
)
def test_forms(text, window):
    assert renewal.window_of(parse_period(text)) == window


@pytest.mark.parametrize(
    ("fixed", "age", "class_one", "years"),
    [
        (date(2011, 12, 8), 70, True, 7),
        (date(2011, 12, 8), 30, False, 9),
        (date(2011, 12, 9), 30, True, 10),
        (date(2018, 12, 31), 80, True, 5),
        (date(2019, 1, 1), 80, True, 3),
        (date(2026, 1, 1), 65, False, 5),
        (date(2026, 1, 1), 75, False, 3),
        (date(2026, 1, 1), -5, False, 10),
    ],
)
def test_cycles_by_the_day_they_were_fixed(fixed, age, class_one, years):
    assert renewal.cycle_years(fixed, age, class_one) == years


def test_the_authoritys_example_of_a_birthday_window():
    window = renewal.birthday_window(date(1990, 10, 1), 2026)
    assert window == (date(2026, 4, 2), date(2027, 4, 1))


@pytest.mark.parametrize("born", [date(1987, 8, day) for day in (28, 29, 30, 31)])
def test_birthday_windows_tolerate_month_ends(born):
    for period in (
        Period(date(2036, 2, 29), date(2037, 2, 28)), Period(date(2036, 3, 1), date(2037, 2, 28))
    ):  # fmt: skip
        assert renewal.fits_birthday(period, born)


def test_other_birthdays_are_exact():
    assert not renewal.fits_birthday(Period(date(2036, 4, 1), date(2037, 3, 31)), date(1990, 10, 1))


def test_the_transition_lets_a_calendar_year_run_on():
    born = date(1990, 10, 1)
    assert renewal.deadline(parse_period("01/01/2026~31/12/2026"), born) == date(2027, 4, 1)
    assert renewal.deadline(parse_period("01/01/2026~31/12/2026"), None) == date(2026, 12, 31)
    assert renewal.deadline(parse_period("01/01/2025~31/12/2025"), born) == date(2025, 12, 31)


def test_a_misread_digit_is_repaired_to_a_legal_window():
    (first, *_) = renewal.repairs("01/01/2036~31/12/2030", date(2020, 5, 5), date(1990, 10, 1))
    assert first == (date(2030, 1, 1), date(2030, 12, 31))
    assert renewal.repairs("05/05/2030~31/12/2031", date(2020, 5, 5), None) == []
