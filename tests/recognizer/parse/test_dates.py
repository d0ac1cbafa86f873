"""Which date is the issue date and which two are the period."""

import pytest

from review.recognizer.parse import dates

from ..lines import line, page


def settled(*lines) -> tuple[str, str]:
    made = page(*lines)
    period, issue = dates.settle(made, dates.find_dates(made))
    return period.text if period else "", issue.text if issue else ""


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


def test_period_on_two_lines_and_issue_date_below() -> None:
    period, issue = settled(
        line("적성검사 2028.01.01.~", y=300),
        line("기 간 2028.12.31.", y=340),
        line("2018.07.30. 인천경찰청장", x=200, y=600),
    )
    assert period == "01/01/2028~31/12/2028"
    assert issue == "30/07/2018"


def test_period_on_one_line() -> None:
    period, issue = settled(
        line("갱신기간 : 2015.04.04~2015.10.03", y=300), line("2008.04.04 광주경찰청장", y=600)
    )
    assert period == "04/04/2015~03/10/2015"
    assert issue == "04/04/2008"


def test_misread_end_of_a_calendar_year_is_mended_with_low_confidence() -> None:
    made = page(line("2029.01.01.~", y=300), line("2029.12.37.", y=340), line("2029.12.21.", y=340))
    period, _ = dates.settle(made, dates.find_dates(made))
    assert period
    assert period.text == "01/01/2029~31/12/2029"
    assert period.confidence <= 0.6


def test_one_date_alone_is_the_issue_date() -> None:
    assert settled(line("2018.07.30. 인천경찰청장")) == ("", "30/07/2018")


def test_no_calendar_date_is_none() -> None:
    assert dates.find_dates(page(line("2024.13.01."), line("2024.02.30.", y=200))) == []


def test_a_date_in_the_future_is_no_issue_date() -> None:
    assert settled(line("2055.07.30.")) == ("", "")


@pytest.mark.parametrize("printed", ["2034. 071. 01.-2004 12. 01.", "~ 2012. 12. 31."])
def test_an_end_of_a_period_that_does_not_add_up_is_no_issue_date(printed: str) -> None:
    assert settled(line(printed, y=100)) == ("", "")
