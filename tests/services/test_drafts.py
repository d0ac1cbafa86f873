"""Drafts: sealed, one's own, and gone as soon as they are saved."""

import pytest

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, Draft, LicenseRecord
from review.services import approval, assignment, correction, drafts
from review.workflow import Proposal, Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


def keep(record, reviewer, text, name="Name"):
    version = record.values.get(name=name).version
    drafts.keep(record, name, text, by=reviewer, seen_version=version)


def test_a_draft_is_kept_sealed_and_once(reviewer):
    record = builders.claimed(reviewer)
    keep(record, reviewer, "이견")
    keep(record, reviewer, "이견본")

    draft = Draft.objects.get(record=record)
    assert draft.text == "이견본"
    assert "이견본".encode() not in bytes(draft.text_box)


def test_a_draft_is_no_change_of_the_record(reviewer):
    record = builders.claimed(reviewer)
    events = AuditEvent.objects.count()

    keep(record, reviewer, "이견본")

    assert record.values.get(name="Name").value == "김견본"
    assert AuditEvent.objects.count() == events


def test_nobody_keeps_drafts_in_a_record_that_somebody_else_holds(reviewer):
    with pytest.raises(ActionDenied):
        keep(builders.claimed(builders.person(Role.REVIEWER)), reviewer, "이견본")


def test_the_draft_of_a_closing_page_counts_although_it_gave_the_claim_up(reviewer):
    record = builders.claimed(reviewer)
    assignment.release(record, by=reviewer)
    keep(record, reviewer, "이견본")
    assert record.drafts.exists()


def test_drafts_are_of_fields(reviewer):
    record = builders.claimed(reviewer)
    with pytest.raises(ActionDenied):
        drafts.keep(record, "Photo", "x", by=reviewer, seen_version=1)


def test_saving_a_field_ends_its_draft_even_when_nothing_changed(reviewer):
    record = builders.claimed(reviewer)
    for text in ("이견본", "이견본"):
        keep(record, reviewer, "이견")
        correction.correct(record, "Name", text, by=reviewer)
        assert not record.drafts.exists()


def test_a_draft_that_comes_after_its_own_save_does_not_come_back_to_life(reviewer):
    record = builders.claimed(reviewer)
    seen = record.values.get(name="Name").version
    correction.correct(record, "Name", "이견본", by=reviewer, seen_version=seen)

    with pytest.raises(StaleRecord):
        drafts.keep(record, "Name", "이견", by=reviewer, seen_version=seen)
    assert not record.drafts.exists()


def test_nothing_typed_is_lost_by_submitting(reviewer):
    record = builders.claimed(reviewer)
    keep(record, reviewer, "이견본")
    with pytest.raises(ActionDenied, match="성명"):
        approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)

    drafts.drop(record, "Name", by=reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)


def test_drafts_of_others_end_with_the_submission(reviewer):
    record = builders.claimed(reviewer)
    other = Draft(record=record, user=builders.person(Role.REVIEWER), name="Name", version=1)
    other.text = "이견본"
    other.save()

    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)

    assert not Draft.objects.exists()


def test_the_browsers_key_is_of_one_person_and_one_record(reviewer):
    record, other = builders.claimed(reviewer), builders.person(Role.REVIEWER)

    keys = {
        drafts.seal_key(record, by=reviewer),
        drafts.seal_key(record, by=other),
        drafts.seal_key(builders.read(), by=reviewer),
    }
    again = LicenseRecord.objects.get(pk=record.pk)

    assert len(keys) == 3
    assert all(len(bytes.fromhex(key)) == 32 for key in keys)
    assert drafts.seal_key(again, by=reviewer) in keys
