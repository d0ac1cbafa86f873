"""The record page: what is shown to whom, masked or whole."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.models import AuditEvent
from review.services import assignment, viewing
from review.workflow import Role, State
from tests import builders

pytestmark = pytest.mark.django_db

NUMBER, LICENSE = "900101-1234568", "11-20-123456-30"
MASKED = "900101-1******"


def page(client, user, record, language="en", **asked):
    client.force_login(user)
    client.cookies["django_language"] = language
    return client.get(f"/records/{record.pk}/", asked)


def row(response, name):
    """Return the markup of one field."""
    html = response.content.decode()
    start = html.index(f'id="field-{name}"')
    end = html.find('<div class="field', start)
    return html[start : end if end > 0 else None]


def test_numbers_are_nowhere_in_the_page_before_a_reveal(client, reviewer):
    record = builders.claimed(reviewer, Birthday="02/01/1990", LicenseNumber="11-20-123456-3O")

    html = page(client, reviewer, record).content.decode()

    assert MASKED in html
    for whole in (NUMBER, NUMBER.replace("-", ""), "234568", "123456-30", "123456-3O"):
        assert whole not in html


def test_the_holder_sees_whole_numbers_after_a_reveal_until_the_claim_ends(client, reviewer):
    record = builders.claimed(reviewer)
    viewing.reveal(record, by=reviewer)

    assert NUMBER in row(page(client, reviewer, record), "Number")

    assignment.release(record, by=reviewer)
    assert NUMBER not in page(client, reviewer, record).content.decode()


def test_a_number_in_another_field_is_covered_and_cannot_be_typed_over_unseen(client, reviewer):
    record = builders.claimed(reviewer, Address=f"서울특별시 종로구 세종대로 175, {NUMBER}")

    covered = row(page(client, reviewer, record), "Address")
    assert MASKED in covered
    assert NUMBER not in covered
    assert "readonly" in covered

    viewing.reveal(record, by=reviewer)
    assert NUMBER in row(page(client, reviewer, record), "Address")


def test_opening_writes_who_viewed(client, reviewer):
    record = builders.read()

    page(client, reviewer, record)

    assert AuditEvent.objects.filter(verb="view", record_id=record.pk, actor=reviewer.username)


def test_fields_stand_in_the_order_of_the_card(client, reviewer):
    html = page(client, reviewer, builders.read()).content.decode()

    names = re.findall(r'id="field-(\w+)"', html)
    assert names[:4] == ["Type", "LicenseNumber", "Name", "Number"]
    further = ["Conditions", "CheckResult", "CheckDate", "CheckPerson"]
    assert names[-6:] == ["Birthday", "Sex", *further]


def test_dates_are_shown_as_on_the_card(client, reviewer):
    shown = page(client, reviewer, builders.read())

    assert 'value="2020.06.15"' in row(shown, "DateOfIssue")
    assert 'value="2030.01.01 ~ 2030.12.31"' in row(shown, "AptitudeTesDate")


def test_a_finding_stands_at_its_field_with_its_suggestion(client, reviewer):
    record = builders.claimed(reviewer, Type="2종보동")

    field = row(page(client, reviewer, record), "Type")

    assert 'class="chip warning"' in field
    assert "2종보<del>동</del><ins>통</ins>" in field
    assert 'data-take="take-1"' in field


def test_a_clean_record_opens_at_the_submit_button(client, reviewer):
    html = page(client, reviewer, builders.claimed(reviewer)).content.decode()

    assert html.count("autofocus") == 1
    assert "autofocus" in html[html.index('id="accept"') :]


def test_a_doubtful_record_opens_at_the_first_doubt(client, reviewer):
    record = builders.claimed(reviewer, Type="2종보동", Address="주 소 서울특별시 종로구")

    assert "autofocus" in row(page(client, reviewer, record), "Type")


def test_accept_stays_visible_and_says_why_it_is_refused(client, reviewer):
    record = builders.claimed(reviewer, Name="")

    html = page(client, reviewer, record).content.decode()

    button = re.search(r'id="accept".*?(<button[^>]*>)', html, re.DOTALL)[1]
    assert 'aria-disabled="true"' in button
    assert "Name" in re.search(r'title="([^"]*)"', button)[1]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEAD, Role.PRIVACY_OFFICER, Role.REVIEWER])
def test_without_a_claim_nothing_can_be_typed(client, role):
    html = page(client, builders.person(role), builders.read()).content.decode()

    inputs = re.findall(r"<(?:input|textarea|select) id=\"f-\w+\"[^>]*>|id=\"f-\w+\"[^>]*>", html)
    assert inputs
    assert all("readonly" in field or "disabled" in field for field in inputs)


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_some_roles_never_see_a_record(client, role):
    assert page(client, builders.person(role), builders.read()).status_code == 404


@pytest.mark.parametrize(("role", "opens"), [(Role.REVIEWER, True), (Role.AUDITOR, False)])
def test_the_picture_opens_by_itself_only_at_the_desk(client, role, opens):
    record = builders.read()
    user = builders.person(role)

    assert ("<image " in page(client, user, record).content.decode()) is opens
    assert "<image " in page(client, user, record, picture="1").content.decode()


def test_a_lead_is_offered_no_picture(client):
    lead, record = builders.person(Role.LEAD), builders.read()

    assert "<image " not in page(client, lead, record, picture="1").content.decode()


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.LEAD])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_state_has_its_page(client, state, role, language):
    shown = page(client, builders.person(role), builders.in_state(state), language)

    assert shown.status_code == 200
    assert f'lang="{language}"' in shown.content.decode()


def test_the_page_asks_the_database_as_often_with_many_findings_as_with_few(client, reviewer):
    few, many = builders.claimed(reviewer), builders.claimed(reviewer, Type="2종보동", Address="전")
    page(client, reviewer, few)

    asked = []
    for record in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(client, reviewer, record)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_whose_claim_it_is_stands_in_the_bar(client, reviewer):
    other = builders.person(Role.REVIEWER, name="someone")
    record = builders.claimed(other)

    html = page(client, reviewer, record).content.decode()
    assert "someone holds it until" in html
    assert f"/records/{record.pk}/take-over/" in html
