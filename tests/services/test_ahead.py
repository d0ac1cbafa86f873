"""The next record, to review or to approve: kept ready for a short time, which is no work."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, LicenseRecord
from review.services import ahead, approval, assignment, viewing
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


@pytest.fixture
def ready(reviewer):
    """Give the record that the reviewer has fetched ahead of another."""
    held, following = builders.claimed(reviewer), builders.read()
    assert ahead.fetch(held, by=reviewer) == following
    return LicenseRecord.objects.get(pk=following.pk)


def events(record):
    found = AuditEvent.objects.filter(record_id=record.pk).order_by("seq")
    return [(event.verb, event.details.get("what", "")) for event in found]


def test_it_is_nobodys_work(ready, reviewer):
    assert ready not in LicenseRecord.objects.claimed_by_user(reviewer)
    assert not ready.is_held_by(reviewer)
    assert events(ready)[-1] == ("prefetch", "")


def test_nobody_else_gets_it_meanwhile(ready):
    other = builders.person(Role.REVIEWER)

    assert assignment.claim_next(by=other) is None
    with pytest.raises(ActionDenied, match=r"about to open|곧"):
        assignment.claim(ready, by=other)


def test_it_lapses_by_itself_within_two_minutes(ready):
    assert ready.prefetched_until <= timezone.now() + timedelta(minutes=2)
    over = timezone.now() - timedelta(seconds=1)
    LicenseRecord.objects.exclude(prefetched_by=None).update(prefetched_until=over)

    assert assignment.claim_next(by=builders.person(Role.REVIEWER)) == ready


def test_asked_again_it_is_the_same_and_no_longer(ready, reviewer):
    builders.read()
    beside = LicenseRecord.objects.claimed_by_user(reviewer).get()

    again = ahead.fetch(beside, by=reviewer)

    assert (again, again.prefetched_until) == (ready, ready.prefetched_until)


def test_opening_claims_it_and_tells_of_record_and_picture(ready, reviewer):
    ahead.show(ready, by=reviewer, seen_version=ready.version)

    assert ready.is_held_by(reviewer)
    assert not ready.is_fetched_ahead()
    assert events(ready)[-3:] == [("claim", ""), ("view", "prefetched"), ("view", "picture")]


def test_what_was_changed_meanwhile_is_not_opened_unseen(ready, reviewer):
    other = builders.person(Role.REVIEWER)
    seen = ready.version
    assignment.take_over(ready, by=other, reason="in a hurry")
    assignment.release(ready, by=other)

    with pytest.raises(StaleRecord):
        ahead.show(ready, by=reviewer, seen_version=seen)


def test_only_who_works_fetches_ahead(reviewer):
    beside = builders.read()

    with pytest.raises(ActionDenied):
        ahead.fetch(beside, by=reviewer)


def test_what_is_held_already_comes_first(ready, reviewer):
    beside = LicenseRecord.objects.claimed_by_user(reviewer).get()
    second = builders.claimed(reviewer, Birthday="13/07/1987")

    assert ahead.fetch(beside, by=reviewer) == second


def test_its_picture_is_for_who_fetched_it_and_no_look_yet(ready, reviewer):
    assert viewing.fetch_picture_ahead(ready, by=reviewer) == ready.image.read_cover()
    assert events(ready)[-1] == ("prefetch", "picture")

    with pytest.raises(ActionDenied):
        viewing.fetch_picture_ahead(ready, by=builders.person(Role.REVIEWER))


def test_a_reveal_for_review_lasts_as_long_as_the_claim_and_no_longer(reviewer):
    record = builders.claimed(reviewer)
    shown = viewing.reveal(record, by=reviewer)
    assignment.renew(record, by=reviewer)
    assert viewing.revealed_until(record, reviewer) == record.claim_until > shown.until

    assignment.release(record, by=reviewer)
    assignment.claim(record, by=reviewer)
    assert viewing.revealed_until(record, reviewer) is None


@pytest.fixture
def approver():
    return builders.person(Role.APPROVER)


@pytest.fixture
def decidable(approver):
    """Give the record that the approver has fetched ahead of another that waits for approval."""
    beside, following = builders.submitted(), builders.submitted()
    assert ahead.fetch(beside, by=approver) == following
    return LicenseRecord.objects.get(pk=following.pk)


def test_the_next_to_approve_is_kept_for_two_minutes_and_no_longer(decidable, approver):
    assert events(decidable)[-1] == ("prefetch to approve", "")
    assert decidable.prefetched_until <= timezone.now() + timedelta(minutes=2)
    assert not decidable.is_held_by(approver)
    other = builders.person(Role.APPROVER)
    beside = LicenseRecord.objects.exclude(pk=decidable.pk).get()
    assert ahead.fetch(beside, by=other) is None

    over = timezone.now() - timedelta(seconds=1)
    LicenseRecord.objects.exclude(prefetched_by=None).update(prefetched_until=over)
    assert ahead.fetch(beside, by=other) == decidable


def test_shown_it_is_viewed_and_stays_this_persons_for_its_time(decidable, approver):
    ahead.show(decidable, by=approver, seen_version=decidable.version)

    assert events(decidable)[-2:] == [("view", "prefetched"), ("view", "picture")]
    assert decidable not in LicenseRecord.objects.free_for(builders.person(Role.APPROVER))
    approval.approve(decidable, by=approver, sure=True)
    assert not decidable.is_fetched_ahead()


def test_what_was_decided_meanwhile_is_not_shown(decidable, approver):
    seen = decidable.version
    approval.send_back(decidable, by=builders.person(Role.APPROVER), comment="look again")

    with pytest.raises(StaleRecord):
        ahead.show(decidable, by=approver, seen_version=seen)


def test_who_may_not_approve_a_record_does_not_get_it_ahead():
    both = builders.person(Role.REVIEWER, Role.APPROVER)
    submitted, corrected = builders.submitted(both), builders.corrected(both)
    assignment.release(corrected, by=both)
    other = builders.person(Role.REVIEWER)
    assignment.claim(corrected, by=other)
    approval.submit(corrected, by=other, proposal="accept")

    assert ahead.fetch(builders.submitted(), by=both) is None
    with pytest.raises(ActionDenied):
        ahead.fetch(submitted, by=both)


def test_the_next_to_approve_is_for_approvers_only():
    beside = builders.submitted()
    builders.submitted()

    with pytest.raises(ActionDenied):
        ahead.fetch(beside, by=builders.person(Role.REVIEWER))


def test_its_picture_to_approve_is_for_who_fetched_it(decidable, approver):
    assert viewing.fetch_picture_ahead(decidable, by=approver) == decidable.image.read_cover()
    assert events(decidable)[-1] == ("prefetch to approve", "picture")

    with pytest.raises(ActionDenied):
        viewing.fetch_picture_ahead(decidable, by=builders.person(Role.APPROVER))


def test_half_of_what_is_fetched_ahead_is_refused_by_the_database(decidable):
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenseRecord.objects.update(prefetched_until=None)
