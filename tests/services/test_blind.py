"""Blind second entry: typed without seeing, compared, kept or adopted; four eyes throughout."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, BlindEntry, LicenseRecord
from review.services import approval, assignment, blind
from review.workflow import Proposal, Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NUMBER = "900101-1234568"


@pytest.fixture
def approver():
    return builders.person(Role.APPROVER)


@pytest.fixture
def record():
    builders.policy("blind_entry_fields", ["Number", "Name"])
    return builders.submitted()


def enter(record, name, value, approver):
    version = record.values.get(name=name).version
    return blind.enter(record, name, value, by=approver, seen_version=version)


def test_without_the_policy_nothing_is_asked(approver):
    record = builders.submitted()
    assert blind.asked(record, by=approver) == []
    approval.approve(record, by=approver)


def test_a_proposal_to_reject_asks_for_no_second_entry(approver):
    builders.policy("blind_entry_fields", ["Number"])
    approval.approve(builders.submitted(proposal=Proposal.REJECT), by=approver)


def test_approving_is_refused_until_every_field_was_entered(record, approver):
    for name, value in (("Name", "김견본"), ("Number", "9001011234568")):
        with pytest.raises(ActionDenied, match=r"성명|주민등록번호"):
            approval.approve(record, by=approver)
        assert name in blind.hidden(record, by=approver)
        assert enter(record, name, value, approver).outcome == "same"

    approval.approve(record, by=approver)
    assert record.state == State.APPROVED


def test_an_entry_is_sealed_and_an_event_without_the_value(record, approver):
    entry = enter(record, "Name", "김견봉", approver)

    assert entry.outcome == "differs"
    assert "김견봉".encode() not in bytes(entry.value_box)
    event = AuditEvent.objects.get(verb="enter blind", record_id=record.pk)
    assert event.details == {"field": "Name", "outcome": "differs", "entry": entry.pk}
    assert "김견봉".encode() not in bytes(event.sealed)


def test_the_first_value_may_be_kept(record, approver):
    enter(record, "Number", NUMBER, approver)
    enter(record, "Name", "김견봉", approver)
    with pytest.raises(ActionDenied):
        approval.approve(record, by=approver)

    blind.keep(record, "Name", by=approver)
    approval.approve(record, by=approver)

    assert record.values.get(name="Name").value == "김견본"
    assert AuditEvent.objects.filter(verb="keep first value").exists()


def test_who_adopts_the_own_value_is_a_corrector_and_a_third_person_approves(record, approver):
    enter(record, "Name", "김견봉", approver)
    blind.adopt(record, "Name", by=approver)

    value = record.values.get(name="Name")
    assert (value.value, value.origin, value.corrected_by) == ("김견봉", "adopted", approver)
    with pytest.raises(ActionDenied, match=r"You corrected|내가 정정한"):
        approval.approve(record, by=approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenseRecord.objects.filter(pk=record.pk).update(
            decided_by=approver, decided_at=timezone.now()
        )
    third = builders.person(Role.APPROVER)
    assert blind.hidden(record, by=third) == {"Name", "Number"}
    for name, entered in (("Name", "김견봉"), ("Number", NUMBER)):
        enter(record, name, entered, third)
    approval.approve(record, by=third)
    assert record.state == State.APPROVED


def test_adopting_makes_who_saw_the_record_before_look_again(record, approver):
    seen = LicenseRecord.objects.get(pk=record.pk)
    enter(record, "Name", "김견봉", approver)
    blind.adopt(record, "Name", by=approver)

    other = builders.person(Role.APPROVER)
    for name, entered in (("Name", "김견봉"), ("Number", NUMBER)):
        enter(seen, name, entered, other)
    with pytest.raises(StaleRecord):
        approval.approve(seen, by=other)


def test_nobody_enters_twice_or_what_is_not_asked(record, approver):
    enter(record, "Name", "김견봉", approver)
    with pytest.raises(StaleRecord):
        enter(record, "Name", "김견본", approver)
    with pytest.raises(ActionDenied):
        enter(record, "Type", "1종보통", approver)
    with pytest.raises(StaleRecord):
        blind.keep(record, "Number", by=approver)
    with pytest.raises(ActionDenied):
        enter(record, "Number", NUMBER, record.submitted_by)


def test_a_record_that_comes_back_is_entered_anew(record, approver):
    enter(record, "Name", "김견본", approver)
    approval.send_back(record, by=approver, comment="look again")
    reviewer = record.submitted_by
    assignment.claim(record, by=reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)

    assert blind.hidden(record, by=approver) == {"Name", "Number"}
    assert BlindEntry.objects.count() == 1
