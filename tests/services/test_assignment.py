"""Claims: one holder, the most doubtful first, hand-overs with a reason."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from review.exceptions import ActionDenied
from review.models import AuditEvent, LicenseRecord
from review.services import assignment
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_next_is_the_most_doubtful_then_the_oldest():
    clean = builders.read()
    older = builders.read(Birthday="13/07/1987")
    builders.read(Birthday="13/07/1987")
    assert older.doubt > clean.doubt

    assert assignment.claim_next(by=builders.person(Role.REVIEWER)) == older


def test_two_people_get_two_records_and_a_third_gets_none():
    first, second = builders.read(), builders.read()

    got = [assignment.claim_next(by=builders.person(Role.REVIEWER)) for _ in range(3)]

    assert {got[0], got[1]} == {first, second}
    assert got[2] is None


def test_a_held_record_comes_first_again():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    builders.read(Birthday="13/07/1987")

    assert assignment.claim_next(by=reviewer) == record


def test_a_held_record_is_refused_to_others_until_the_lease_ends():
    record = builders.claimed(builders.person(Role.REVIEWER))
    other = builders.person(Role.REVIEWER)
    with pytest.raises(ActionDenied):
        assignment.claim(record, by=other)

    LicenseRecord.objects.update(claim_until=timezone.now() - timedelta(seconds=1))
    record.refresh_from_db()
    assignment.claim(record, by=other)
    assert record.is_held_by(other)


def test_taking_over_needs_a_reason_and_names_the_one_before():
    holder, other = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    record = builders.claimed(holder)
    with pytest.raises(ActionDenied):
        assignment.take_over(record, by=other, reason="")

    assignment.take_over(record, by=other, reason="ill today")

    event = AuditEvent.objects.get(record_id=record.pk, verb="take over")
    assert record.is_held_by(other)
    assert event.details == {"from": holder.pk}


def test_a_skipped_record_goes_to_somebody_else():
    reviewer, other = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)

    assignment.skip(record, by=reviewer, reason="cannot tell")

    assert assignment.claim_next(by=reviewer) is None
    assert assignment.claim_next(by=other) == record


def test_an_escalated_record_comes_back_with_a_comment():
    record = builders.escalated()
    assignment.give_back(record, by=builders.person(Role.APPROVER), comment="it is fine")

    record = LicenseRecord.objects.get(pk=record.pk)
    assert (record.state, record.send_back_comment) == (State.TO_REVIEW, "it is fine")


def test_a_lead_assigns_to_reviewers_only():
    record, lead = builders.read(), builders.person(Role.LEAD)
    with pytest.raises(ActionDenied):
        assignment.assign(record, by=lead, to=builders.person(Role.OPERATOR))

    reviewer = builders.person(Role.REVIEWER)
    assignment.assign(record, by=lead, to=reviewer)
    assert record.is_held_by(reviewer)


def test_an_assignment_tells_whom_the_record_was_taken_from():
    holder, other = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    record = builders.claimed(holder)

    assignment.assign(record, by=builders.person(Role.LEAD), to=other)

    event = AuditEvent.objects.get(record_id=record.pk, verb="assign")
    assert event.details == {"to": other.pk, "from": holder.pk}


def test_leaving_the_page_releases_the_claim_it_showed():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)

    assignment.leave(record, by=reviewer, seen=record.claim_until)

    record.refresh_from_db()
    assert record.claimed_by is None
    event = AuditEvent.objects.get(record_id=record.pk, verb="release")
    assert event.details == {"left": True}


def test_leaving_an_older_page_releases_nothing():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    seen = record.claim_until
    assignment.renew(record, by=reviewer)

    assignment.leave(record, by=reviewer, seen=seen)

    record.refresh_from_db()
    assert record.is_held_by(reviewer)


def test_leaving_what_somebody_else_took_over_changes_nothing():
    reviewer, other = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    assignment.take_over(record, by=other, reason="ill today")

    assignment.leave(record, by=reviewer, seen=record.claim_until)

    record.refresh_from_db()
    assert record.is_held_by(other)


def test_renewing_extends_ones_own_claim_only():
    reviewer, other = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    before = record.claim_until

    assignment.renew(record, by=other)
    record.refresh_from_db()
    assert record.claim_until == before

    assignment.renew(record, by=reviewer)
    record.refresh_from_db()
    assert record.claim_until > before


def test_signing_out_frees_everything_one_holds(client):
    reviewer = builders.person(Role.REVIEWER)
    mine, theirs = builders.claimed(reviewer), builders.claimed(builders.person(Role.REVIEWER))
    client.force_login(reviewer)

    client.post("/accounts/logout/")

    held = LicenseRecord.objects.exclude(claimed_by=None)
    assert list(held) == [theirs]
    assert AuditEvent.objects.filter(verb="release", record_id=mine.pk).count() == 1


def test_who_is_no_reviewer_any_more_extends_no_claim_but_may_give_it_up():
    before = builders.person(Role.REVIEWER)
    record = builders.claimed(before)
    until = record.claim_until
    before.groups.clear()
    now = User.objects.get(pk=before.pk)

    assignment.renew(record, by=now)
    assert LicenseRecord.objects.get(pk=record.pk).claim_until == until
    assignment.leave(record, by=now, seen=until)
    assert not LicenseRecord.objects.get(pk=record.pk).claim_is_live()
