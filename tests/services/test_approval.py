"""Submit, approve, send back: four eyes held in the service and in the database."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, FieldComment, LicenseRecord
from review.services import approval, assignment, audit, correction
from review.workflow import Proposal, Role, State
from tests import builders

NOW = timezone.now()
pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_second_person_approves_what_was_proposed():
    record = builders.submitted()
    approver = builders.person(Role.APPROVER)

    approval.approve(record, by=approver)

    record.refresh_from_db()
    assert (record.state, record.decided_by) == (State.APPROVED, approver)
    assert AuditEvent.objects.filter(record_id=record.pk, verb="approve").count() == 1


def test_a_proposed_rejection_leads_to_rejected():
    assert builders.decided(Proposal.REJECT).state == State.REJECTED


def test_the_submitter_cannot_approve():
    both = builders.person(Role.REVIEWER, Role.APPROVER)
    record = builders.submitted(both)

    with pytest.raises(ActionDenied):
        approval.approve(record, by=both)


def test_the_database_refuses_the_submitter():
    record = builders.submitted()
    rows = LicenseRecord.objects.filter(pk=record.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(decided_by=record.submitted_by, decided_at=timezone.now())


def test_whoever_ever_corrected_cannot_approve():
    both = builders.person(Role.REVIEWER, Role.APPROVER)
    record = builders.corrected(both)
    assignment.release(record, by=both)
    other = builders.person(Role.REVIEWER)
    assignment.claim(record, by=other)
    approval.submit(record, by=other, proposal=Proposal.ACCEPT)

    with pytest.raises(ActionDenied):
        approval.approve(record, by=both)
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenseRecord.objects.filter(pk=record.pk).update(
            decided_by=both, decided_at=timezone.now()
        )


@pytest.mark.parametrize("name", ["LicenseNumber", "Name", "Number", "Type", "DateOfIssue"])
def test_accept_is_refused_while_a_required_field_is_empty(name):
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer, **{name: ""})
    for finding in record.findings.filter(severity="error"):
        correction.dismiss(finding, by=reviewer, reason="not on the card")

    with pytest.raises(ActionDenied):
        approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    record.refresh_from_db()
    assert record.state == State.TO_REVIEW


def test_accept_is_refused_while_an_error_is_open_and_possible_once_dismissed():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer, Birthday="13/07/1987")
    with pytest.raises(ActionDenied):
        approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)

    for finding in record.findings.filter(severity="error", status="open"):
        correction.dismiss(finding, by=reviewer, reason="printed so")
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)

    assert record.state == State.TO_APPROVE


def test_a_rejection_needs_a_reason_from_the_list():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)

    with pytest.raises(ActionDenied):
        approval.submit(record, by=reviewer, proposal=Proposal.REJECT, reason="because")


def test_sex_is_derived_when_a_clean_record_is_accepted():
    record = builders.submitted()

    value = record.values.get(name="Sex")
    assert (value.value, value.origin, value.corrected_by) == ("남", "derived", record.submitted_by)


def test_sending_back_needs_a_comment_and_keeps_it_sealed():
    record = builders.submitted()
    approver = builders.person(Role.APPROVER)
    with pytest.raises(ActionDenied):
        approval.send_back(record, by=approver, comment="  ")

    approval.send_back(record, by=approver, comment="성명을 다시 보세요")

    record = LicenseRecord.objects.get(pk=record.pk)
    assert record.state == State.TO_REVIEW
    assert record.send_back_comment == "성명을 다시 보세요"
    assert "성명".encode() not in bytes(record.send_back_comment_box)


def test_of_two_approvals_at_once_the_second_is_told():
    record = builders.submitted()
    seen_twice = LicenseRecord.objects.get(pk=record.pk)
    approval.approve(record, by=builders.person(Role.APPROVER))

    with pytest.raises(StaleRecord):
        approval.approve(seen_twice, by=builders.person(Role.APPROVER))


def test_reopening_clears_the_decision_and_asks_a_reason():
    record = builders.decided()
    approver = builders.person(Role.APPROVER)
    with pytest.raises(ActionDenied):
        approval.reopen(record, by=approver, reason="")

    approval.reopen(record, by=approver, reason="new evidence")

    assert (record.state, record.decided_by) == (State.TO_REVIEW, None)


def test_comments_to_fields_are_sealed_and_stand_until_the_record_is_submitted_again():
    record, approver = builders.submitted(), builders.person(Role.APPROVER)
    reviewer = record.submitted_by

    approval.send_back(record, by=approver, comments={"ID": "5 or S?", "Name": " "})

    comment = FieldComment.objects.get(record=record)
    assert (comment.name, comment.text, comment.to) == ("ID", "5 or S?", reviewer)
    assert b"5 or S?" not in bytes(comment.text_box)
    assert record.send_back_comment == "5 or S?"
    event = AuditEvent.objects.get(verb="send back", record_id=record.pk)
    assert event.details == {"fields": ["ID"]}
    assert audit.values_of(event, record)["comments"] == {"ID": "5 or S?"}

    assignment.claim(record, by=reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    assert not record.field_comments.filter(answered_at=None).exists()


def test_an_error_that_a_new_check_found_stops_the_approval():
    record, approver = builders.submitted(), builders.person(Role.APPROVER)
    record.findings.create(
        rule="x", rule_version="1", severity="error", fingerprint="f", body_box=b"", found_at=NOW
    )
    with pytest.raises(ActionDenied):
        approval.approve(record, by=approver)
