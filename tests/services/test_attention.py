"""A look that is too short is asked about once, and told in the event."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from review.exceptions import LookAgain
from review.models import AuditEvent
from review.services import approval, attention, viewing
from review.workflow import Proposal, Role, State
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver():
    return builders.person(Role.APPROVER)


def later(seconds):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def looked(verb):
    return AuditEvent.objects.filter(verb=verb).latest("seq").details.get("looked_s")


def test_a_short_look_is_asked_about_and_the_second_press_is_told(approver):
    record = builders.submitted()
    viewing.view(record, by=approver)
    with pytest.raises(LookAgain):
        approval.approve(record, by=approver)
    assert record.state == State.TO_APPROVE

    approval.approve(record, by=approver, sure=True)
    assert looked("approve") < 5


def test_a_submission_is_asked_about_as_well():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    viewing.view(record, by=reviewer)
    with pytest.raises(LookAgain):
        approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    assert record.values.get(name="Sex").value == ""

    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    assert looked("submit") < 5


def test_a_long_look_is_not_asked_about(approver):
    record = builders.submitted()
    viewing.view(record, by=approver)
    with later(6):
        approval.approve(record, by=approver)
    assert looked("approve") is None


def test_the_office_says_how_long_is_long_enough(approver):
    builders.policy("shortest_view_seconds", 60)
    record = builders.submitted()
    viewing.view(record, by=approver)
    with later(30), pytest.raises(LookAgain):
        approval.approve(record, by=approver)


def test_loading_again_goes_on_with_the_look_and_coming_back_begins_a_new_one(approver):
    record, other = builders.submitted(), builders.submitted()
    viewing.view(record, by=approver)
    with later(10):
        viewing.view(record, by=approver)
        assert attention.seconds_open(record, by=approver) == pytest.approx(10, abs=1)
        viewing.view(other, by=approver)
    with later(20):
        viewing.view(record, by=approver)
        assert attention.seconds_open(record, by=approver) == pytest.approx(0, abs=1)


def test_where_nobody_opened_a_page_nothing_is_measured(approver):
    approval.approve(builders.submitted(), by=approver)
    assert looked("approve") is None
