"""Which date is the issue date and which two are the period."""

import datetime

import pytest

from review.recognizer.parse import dates, period
from review.recognizer.reading import CALENDAR_YEAR

from ..lines import line, page


def settled(*lines) -> tuple[str, str]:
    made = page(*lines)
    found, issue = period.settle(made, dates.find_places(made))
    return found.text if found else "", issue.text if issue else ""


def test_period_on_two_lines_and_issue_date_below() -> None:
    both = settled(
        line("적성검사 2028.01.01.~", y=300),
        line("기 간 2028.12.31.", y=340),
        line("2018.07.30. 인천경찰청장", x=200, y=600),
    )
    assert both == ("01/01/2028~31/12/2028", "30/07/2018")


def test_period_on_one_line() -> None:
    both = settled(
        line("갱신기간 : 2015.04.04~2015.10.03", y=300), line("2008.04.04 광주경찰청장", y=600)
    )
    assert both == ("04/04/2015~03/10/2015", "04/04/2008")


def test_misread_end_of_a_calendar_year_is_mended_with_low_confidence() -> None:
    made = page(line("2029.01.01.~", y=300), line("2029.12.37.", y=340), line("2029.12.21.", y=340))
    found, _ = period.settle(made, dates.find_places(made))
    assert found
    assert found.text == "01/01/2029~31/12/2029"
    assert found.confidence <= 0.6


def test_one_date_alone_is_the_issue_date() -> None:
    assert settled(line("2018.07.30. 인천경찰청장")) == ("", "30/07/2018")


def test_a_date_in_the_future_is_no_issue_date() -> None:
    assert settled(line("2055.07.30.")) == ("", "")


@pytest.mark.parametrize("printed", ["2034. 071. 01.-2004 12. 01.", "~ 2012. 12. 31."])
def test_an_end_of_a_period_that_does_not_add_up_is_no_issue_date(printed: str) -> None:
    assert settled(line(printed, y=100)) == ("", "")


def test_an_end_whose_dots_are_lost_belongs_to_the_period() -> None:
    line_ = line("갱신 기간 : 2029.01.01-202912.31", y=300)
    assert settled(line_)[0] == "01/01/2029~31/12/2029"


@pytest.mark.parametrize(
    ("first", "last"), [("2081.01.01", "2031.12.31"), ("2031.01.01.~", "2081.12.31")]
)
def test_a_misread_year_is_that_of_the_other_end(first: str, last: str) -> None:
    made = page(line(first, y=300), line(last, y=340), line("2021.12.17", y=600))
    found, issue = period.settle(made, dates.find_places(made))
    assert found
    assert issue
    assert (found.text, issue.text) == ("01/01/2031~31/12/2031", "17/12/2021")
    assert found.confidence <= period.MENDED
    assert found.repair
    assert found.repair.reason == CALENDAR_YEAR


def test_the_year_is_that_which_comes_after_the_issue() -> None:
    both = settled(line("2032.01.01.~2012.12.31.", y=300), line("2022.07.26. 전북경찰청장", y=600))
    assert both == ("01/01/2032~31/12/2032", "26/07/2022")


def test_neither_of_two_years_is_guessed() -> None:
    assert settled(line("2034.01.01.~2032.12.31.", y=300))[0] == ""


def test_of_two_readings_the_one_that_makes_a_period_counts() -> None:
    made = page(
        line("2012.02.13~", y=300, latin="2012.07.13~"),
        line("2013.01.12", y=340),
        line("2003.07.13 경남경찰청장", x=200, y=600),
    )
    found, issue = period.settle(made, dates.find_places(made))
    assert found
    assert issue
    assert (found.text, issue.text) == ("13/07/2012~12/01/2013", "13/07/2003")
    assert found.confidence < 0.9


def test_parts_of_two_readings_make_a_date_only_where_the_period_proves_it() -> None:
    mixed = line("2013.11.00~", y=300, latin="2013.41.08~")
    assert settled(mixed, line("2014.05.07", y=340))[0] == "08/11/2013~07/05/2014"
    assert settled(mixed, line("2014.06.07", y=340))[0] == ""


def test_a_faint_tilde_behind_the_issue_date_is_none() -> None:
    made = line("2003.05.21.~ 인천경찰청장", y=600, latin="2003.05.21.")
    made.hangul.scores[11] = 0.29
    assert settled(made) == ("", "21/05/2003")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2014.03.14", "2014.09.13", True),
        ("2026.04.02", "2027.04.01", True),
        ("2020.08.31", "2021.02.27", True),
        ("2032.01.01", "2032.12.31", True),
        ("2014.03.19", "2014.09.15", False),
        ("2032.01.03", "2032.12.31", False),
        ("2031.01.01", "2032.12.31", False),
    ],
)
def test_windows_are_known_to_the_day(first: str, last: str, expected: bool) -> None:
    days = [datetime.date.fromisoformat(day.replace(".", "-")) for day in (first, last)]
    assert period.is_known_window(*days) is expected


def test_the_second_row_of_a_period_is_no_issue_date() -> None:
    label, end = line("갱신 기간", x=300, y=300), line("2022.06.30", x=420, y=334)
    assert settled(label, end) == ("", "")
    assert settled(label, line("2022.06.30", x=420, y=600)) == ("", "30/06/2022")


def test_the_issue_date_may_stand_right_below_the_period() -> None:
    period_row = line("갱신 기간 2022.01.01~2022.12.31", x=300, y=300)
    assert settled(period_row, line("2012.06.30", x=420, y=340))[1] == "30/06/2012"


def test_the_last_day_of_a_year_is_a_periods_unless_an_agency_stands_beside() -> None:
    assert settled(line("2022.12.31")) == ("", "")
    assert settled(line("2022.12.31 인천경찰청장")) == ("", "31/12/2022")
