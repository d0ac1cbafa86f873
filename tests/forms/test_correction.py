"""What people type, brought into the API's form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.contexts.values import as_on_card
from review.forms.correction import FieldForm
from review.license_fields import BY_NAME
from review.quality import dates

DAYS = st.dates(min_value=dates.build(1900, 1, 1))


def typed(name, text):
    form = FieldForm({"value": text, "version": "1"}, field=BY_NAME[name])
    form.is_valid()
    return form


@pytest.mark.parametrize(
    "text", ["20260301", "2026-03-01", "2026.3.1", "2026. 3. 1.", "2026/03/01", "01/03/2026"]
)
def test_a_day_is_understood_in_every_usual_form(text):
    assert typed("DateOfIssue", text).cleaned_data["value"] == "01/03/2026"


@pytest.mark.parametrize(
    "text",
    [
        "2020.02.28 ~ 2020.08.27",
        "20200228~20200827",
        "2020-02-28 2020-08-27",
        "2020.2.28~2020.8.27",
    ],
)
def test_a_period_is_two_days(text):
    assert typed("AptitudeTesDate", text).cleaned_data["value"] == "28/02/2020~27/08/2020"


@pytest.mark.parametrize("text", ["2020.02.28", "2020228 2020827", "2020.02.30 ~ 2020.08.27"])
def test_what_is_no_period_is_refused(text):
    assert typed("AptitudeTesDate", text).errors["value"]


@pytest.mark.parametrize("text", ["2011.02.30", "2011.13.01", "yesterday", "110228", "2011"])
def test_what_is_no_day_is_refused_with_a_sentence(text):
    assert typed("DateOfIssue", text).errors["value"]


@given(DAYS)
def test_what_the_desk_shows_can_be_typed_again(day):
    stored = dates.format_api(day)

    assert typed("Birthday", as_on_card("Birthday", stored)).cleaned_data["value"] == stored


@given(DAYS, DAYS)
def test_a_shown_period_can_be_typed_again(start, end):
    stored = dates.format_period(dates.Period(start, end))
    shown = as_on_card("AptitudeTesDate", stored)

    assert typed("AptitudeTesDate", shown).cleaned_data["value"] == stored


def test_a_masked_number_is_never_taken_for_a_value():
    assert typed("Number", "870713-5******").errors["value"]


def test_blanks_and_line_breaks_become_single_blanks():
    assert typed("Address", " 전북  전주\r\n 763-1 ").cleaned_data["value"] == "전북 전주 763-1"


@pytest.mark.parametrize("name", ["DateOfIssue", "Address", "AptitudeTesDate"])
def test_a_field_can_be_emptied(name):
    assert typed(name, " ").cleaned_data["value"] == ""
