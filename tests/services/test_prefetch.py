"""The next record, kept ready under a short claim that is no work."""

from datetime import timedelta

import pytest
from django.utils import timezone

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, LicenseRecord
from review.services import assignment, viewing
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
    assert assignment.fetch_ahead(held, by=reviewer) == following
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
    LicenseRecord.objects.update(prefetched_until=timezone.now() - timedelta(seconds=1))

    assert assignment.claim_next(by=builders.person(Role.REVIEWER)) == ready


def test_asked_again_it_is_the_same_and_no_longer(ready, reviewer):
    builders.read()
    beside = LicenseRecord.objects.claimed_by_user(reviewer).get()

    again = assignment.fetch_ahead(beside, by=reviewer)

    assert (again, again.prefetched_until) == (ready, ready.prefetched_until)


def test_opening_claims_it_and_tells_of_record_and_picture(ready, reviewer):
    assignment.open_ahead(ready, by=reviewer, seen_version=ready.version)

    assert ready.is_held_by(reviewer)
    assert not ready.is_fetched_ahead()
    assert events(ready)[-3:] == [("claim", ""), ("view", "prefetched"), ("view", "picture")]


def test_what_was_changed_meanwhile_is_not_opened_unseen(ready, reviewer):
    other = builders.person(Role.REVIEWER)
    seen = ready.version
    assignment.take_over(ready, by=other, reason="in a hurry")
    assignment.release(ready, by=other)

    with pytest.raises(StaleRecord):
        assignment.open_ahead(ready, by=reviewer, seen_version=seen)


def test_only_who_works_fetches_ahead(reviewer):
    beside = builders.read()

    with pytest.raises(ActionDenied):
        assignment.fetch_ahead(beside, by=reviewer)


def test_what_is_held_already_comes_first(ready, reviewer):
    beside = LicenseRecord.objects.claimed_by_user(reviewer).get()
    second = builders.claimed(reviewer, Birthday="13/07/1987")

    assert assignment.fetch_ahead(beside, by=reviewer) == second


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
