"""The pages of figures: one's own work for reviewers, the office's for leads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review.services import approval, assignment, figures
from review.workflow import Proposal, Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


@pytest.fixture
def lead():
    return builders.person(Role.LEAD)


def page(client, user, route):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.get(reverse(route))


def sent_back(reviewer):
    """Return a record whose name the reviewer corrected and an approver commented."""
    record = builders.corrected(reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    approver = builders.person(Role.APPROVER)
    approval.send_back(record, by=approver, comments={"Name": "look at the second syllable"})
    return record


def test_reviewers_see_their_own_day_and_what_came_back_by_field(client, reviewer):
    record = sent_back(reviewer)
    sent_back(builders.person(Role.REVIEWER))

    shown = page(client, reviewer, "own")

    assert shown.context["today"] == 1
    assert shown.context["returned"] == 1
    assert record.number in shown.content.decode()
    assert figures.sent_back_by_field(by=reviewer) == [("Name", 1)]


def test_each_page_is_for_its_role(client, reviewer, lead):
    assert page(client, lead, "own").status_code == 403
    assert page(client, reviewer, "office").status_code == 403


def test_the_office_shows_what_was_corrected_by_which_engine(client, reviewer, lead):
    sent_back(reviewer)
    builders.decided()

    shown = page(client, lead, "office")

    row = {"field": "Name", "engine": "test", "number": 1, "of": 2, "rate": "50.0%"}
    assert shown.context["engines"] == [row]
    assert shown.context["send_back_rate"] == "50.0%"
    assert "김견본" not in shown.content.decode()
    assert "이견본" not in shown.content.decode()


def test_the_samples_outcome_is_told(lead, reviewer):
    builders.trusting()
    builders.policy("straight_through_percent", 100)
    builders.policy("sample_percent", 100)
    record = builders.corrected(reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    builders.policy("sample_percent", 0)
    builders.read(Number="950202-2345679", LicenseNumber="11-21-654321-12")

    told = figures.straight_through(by=lead)

    assert (told["sampled"], told["reviewed"], told["wrong"]) == (1, 1, 1)


def test_findings_that_never_led_to_a_correction_are_listed(lead, reviewer):
    record = builders.claimed(reviewer, Sex="")
    assignment.release(record, by=reviewer)
    record.findings.update(status="dismissed", ended_by=reviewer, ended_at=record.created_at)
    rules = {row["rule"] for row in figures.idle_rules(by=lead)}
    assert rules == set(record.findings.values_list("rule", flat=True))


def test_a_rule_that_led_to_nothing_is_told_in_words(client, lead, reviewer):
    record = builders.claimed(reviewer, Sex="")
    record.findings.update(status="dismissed", ended_by=reviewer, ended_at=record.created_at)

    said = page(client, lead, "office").content.decode()

    assert "Sex empty" in said
    assert "sex.missing_derivable" in said


def test_a_page_takes_as_many_queries_however_much_was_done(client, lead):
    page(client, lead, "office")
    with CaptureQueriesContext(connection) as few:
        page(client, lead, "office")
    for _ in range(3):
        sent_back(builders.person(Role.REVIEWER))
    with CaptureQueriesContext(connection) as many:
        page(client, lead, "office")
    assert len(few) == len(many)
