"""Dates between the API's, the card's and misread forms."""

from datetime import date

import pytest

from review.quality import dates

DAY = date(2011, 2, 28)


def test_forms_of_the_api_and_of_the_card():
    assert dates.parse_api("28/02/2011") == dates.parse_card("2011. 02. 28") == DAY
    assert dates.format_api(DAY) == "28/02/2011"
    assert dates.format_card(DAY) == "2011.02.28"


@pytest.mark.parametrize("text", ["", "28/2/2011", "2011.02.28", "30/02/2011", "٢٨/02/2011"])
def test_only_the_form_of_the_api_is_its_form(text):
    assert dates.parse_api(text) is None


@pytest.mark.parametrize(
    "text",
    ["2011.02.28", "2011. 2. 28.", "2011-02-28", "2011년 2월 28일", "20110228", "28.02.2011",
     "28-2-2011", "02/28/2011", "2O11.O2.28", "28022011"],
)  # fmt: skip
def test_misformed_dates_are_read(text):
    assert dates.read(text) == DAY


@pytest.mark.parametrize("text", ["no date", "20112012x", "99999999", "2011.13.32", "28/02/11"])
def test_other_text_is_no_date(text):
    assert dates.read(text) is None


@pytest.mark.parametrize(
    "text", ["28/02/2020~27/08/2020", "2020.02.28-2020.08.27", "28/02/2020 27/08/2020",
             "2020. 02. 28. ~ 2020. 08. 27."]
)  # fmt: skip
def test_periods_are_read(text):
    assert dates.read_period(text) == (date(2020, 2, 28), date(2020, 8, 27))


def test_months_end_where_the_month_ends():
    assert dates.add_months(date(2011, 8, 31), 6) == date(2012, 2, 29)
    assert dates.add_months(date(2011, 8, 31), -6) == DAY
    assert dates.add_months(date.max, 1) == date.max
    assert dates.add_months(date.min, -1) == date.min
    assert dates.add_days(date.max, 1) == date.max


def test_age_counts_completed_years():
    assert dates.age(date(1987, 7, 13), date(2005, 7, 12)) == 17
    assert dates.age(date(1987, 7, 13), date(2005, 7, 13)) == 18
    assert dates.age(date(2000, 2, 29), date(2018, 2, 28)) == 17
