"""A clock that jumps forth and back by hours: nothing lost, nothing twice, no half record."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from review.exceptions import ActionDenied, LeaseLost, ReviewError
from review.models import AuditEvent, Extraction, Job, LicenseRecord, Reveal, Skip, Source
from review.services import (
    ahead as next_one,
)
from review.services import (
    approval,
    assignment,
    audit_chain,
    audit_heads,
    correction,
    drafts,
    jobs,
    recognition,
    retention,
    viewing,
)
from review.workflow import Proposal, Role, State
from tests import builders, verbs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("english")]
JUMPS = (-9, -5, -2, 2, 5, 9)


@contextmanager
def ahead(hours: float):
    """Have the clock wrong by so many hours until the block ends."""
    with time_machine.travel(timezone.now() + timedelta(hours=hours)):
        yield


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


def ledger_is_whole() -> bool:
    return audit_chain.count(audit_chain.breaks()) == 0


def fresh(record):
    return LicenseRecord.objects.get(pk=record.pk)


@pytest.mark.parametrize("hours", JUMPS)
def test_the_ledger_goes_by_number_whatever_the_clock_says(hours):
    record = builders.received()
    with ahead(hours):
        viewing.view(record, by=builders.person(Role.LEAD))
    viewing.view(record, by=builders.person(Role.LEAD))
    lines = AuditEvent.objects.order_by("seq")
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert ledger_is_whole()


@pytest.mark.parametrize("hours", JUMPS)
def test_a_reading_under_way_during_a_jump_is_written_once(hours):
    record = builders.received()
    slow = recognition.begin(jobs.claim(), endpoint="test")
    with ahead(hours):
        second = jobs.claim()
        if second:
            quick = recognition.begin(second, endpoint="test")
            recognition.complete(quick, builders.answer(Name="박견본"))
    if second:
        with pytest.raises(LeaseLost):
            recognition.complete(slow, builders.answer())
    else:
        recognition.complete(slow, builders.answer())
    assert Extraction.objects.filter(record=record).count() == 1
    assert fresh(record).state == State.TO_REVIEW
    assert jobs.claim() is None


def test_jobs_queued_or_taken_while_the_clock_was_ahead_do_not_wait_for_that_time():
    with ahead(9):
        abandoned, queued = builders.received(), builders.received()
        assert jobs.claim().record_id == abandoned.pk
    found = [jobs.claim().record_id, jobs.claim().record_id]
    assert sorted(found) == sorted([abandoned.pk, queued.pk])
    assert jobs.claim() is None


def test_a_lease_renewed_after_the_clock_went_back_stands():
    with ahead(9):
        builders.received()
        job = jobs.claim()
    jobs.renew(job)
    assert jobs.claim() is None


@pytest.mark.parametrize("hours", JUMPS)
def test_claim_and_draft_stand_when_the_clock_jumps_and_comes_back(reviewer, hours):
    record = builders.claimed(reviewer)
    version = record.values.get(name="Name").version
    with ahead(hours):
        drafts.keep(record, "Name", "이견본", by=reviewer, seen_version=version)
    assert record.drafts.get().text == "이견본"
    correction.correct(fresh(record), "Name", "이견본", by=reviewer)
    approval.submit(fresh(record), by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    assert fresh(record).state == State.TO_APPROVE
    assert ledger_is_whole()


def test_a_claim_of_a_time_to_come_stands_for_its_holder_and_bars_nobody(reviewer):
    with ahead(9):
        record = builders.claimed(reviewer)
    assert fresh(record).is_held_by(reviewer)
    assignment.renew(record, by=reviewer)
    assert fresh(record).claim_until <= timezone.now() + settings.KRDL_CLAIM_TIME
    other = builders.person(Role.REVIEWER)
    assert assignment.claim_next(by=other) is None

    with ahead(9):
        assignment.claim(fresh(record), by=reviewer)
    assert assignment.claim_next(by=other) == record
    with pytest.raises(ActionDenied):
        correction.correct(fresh(record), "Name", "이견본", by=reviewer)


def test_what_was_fetched_ahead_or_skipped_in_a_time_to_come_comes_back(reviewer):
    with ahead(9):
        beside, following = builders.claimed(reviewer), builders.read()
        next_one.fetch(beside, by=reviewer)
        assignment.skip(fresh(beside), by=reviewer, reason="later")
    assert Skip.objects.get().until > timezone.now()
    other = builders.person(Role.REVIEWER)
    taken = {assignment.claim_next(by=other), assignment.claim_next(by=reviewer)}
    assert taken == {beside, following}


def test_no_number_stays_revealed_because_the_clock_went_back(reviewer):
    auditor = builders.person(Role.AUDITOR)
    with ahead(9):
        record = builders.claimed(reviewer)
        viewing.reveal(record, by=reviewer)
        viewing.reveal(record, by=auditor, purpose="a request")
    assert Reveal.objects.filter(until__gt=timezone.now()).count() == 2
    assert viewing.revealed_until(fresh(record), auditor) is None
    assert viewing.revealed_until(fresh(record), reviewer) is None
    viewing.reveal(fresh(record), by=reviewer)
    assert viewing.revealed_until(fresh(record), reviewer)


def test_a_dry_run_of_a_time_to_come_lets_nothing_be_destroyed():
    record = builders.decided()
    Source.objects.update(keep_approved_days=1)
    with ahead(30):
        assert retention.dry_run(by=None) == [record]
    with pytest.raises(ActionDenied, match="dry run"):
        list(retention.purge(by=None))
    assert fresh(record).purged_at is None
    assert retention.dry_run(by=None) == []


def test_a_dry_run_does_not_outlive_a_jump_forth():
    retention.dry_run(by=None)
    with ahead(25), pytest.raises(ActionDenied, match="dry run"):
        list(retention.purge(by=None))
    assert list(retention.purge(by=None)) == []


def test_the_end_of_the_ledger_is_exported_although_the_last_export_is_of_a_time_to_come():
    builders.received()
    with ahead(9):
        assert audit_heads.export_if_due()
    assert audit_heads.export_if_due()
    assert not audit_heads.export_if_due()
    assert ledger_is_whole()


def test_a_session_limit_is_not_stretched_by_a_jump_back(client, reviewer):
    client.force_login(reviewer)
    with ahead(9):
        client.get("/queue/")
    assert client.get("/queue/").status_code == 200
    with ahead(0.6):
        assert client.get("/queue/").status_code == 302


def test_journeys_under_a_clock_that_jumps_at_random_end_once_each(campaign):
    chance = random.Random(11)
    staff = {
        "operator": builders.person(Role.OPERATOR),
        "reviewers": [builders.person(Role.REVIEWER) for _ in range(3)],
        "approvers": [builders.person(Role.APPROVER) for _ in range(2)],
    }
    count = campaign(8, 200)
    for _ in range(count):
        with ahead(chance.choice(JUMPS)):
            builders.received(by=staff["operator"])
    for _ in range(20 * count):
        with ahead(chance.choice((0, *JUMPS))):
            _do_something(chance, staff)
        if not LicenseRecord.objects.exclude(state=State.REJECTED).exists():
            break
    for record in LicenseRecord.objects.all():
        assert record.state == State.REJECTED
        verbs.check_history(record)
        _happened_once(record)
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    assert ledger_is_whole()


def _do_something(chance, staff) -> None:
    """Let the worker read, a reviewer propose and an approver decide, each as far as they can."""
    job = jobs.claim()
    if job:
        recognition.complete(recognition.begin(job, endpoint="test"), builders.answer(Name=""))
    reviewer, approver = chance.choice(staff["reviewers"]), chance.choice(staff["approvers"])
    try:
        record = assignment.claim_next(by=reviewer)
        if record:
            verbs.reject(record, by=reviewer)
        waiting = LicenseRecord.objects.approvable_by(approver).first()
        if waiting and chance.random() < 0.7:
            approval.approve(waiting, by=approver, sure=True)
    except ReviewError:
        return


def _happened_once(record) -> None:
    told = Counter(AuditEvent.objects.filter(record_id=record.pk).values_list("verb", flat=True))
    assert {told[verb] for verb in ("upload", "submit", "approve")} == {1}
    assert Extraction.objects.filter(record=record).count() == 1
