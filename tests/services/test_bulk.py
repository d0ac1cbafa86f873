"""One verb on many rows: each is checked and written down by itself."""

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent, LicenseRecord
from review.services import bulk
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


@pytest.fixture
def lead():
    return builders.person(Role.LEAD)


def refusals(outcomes):
    return [outcome.refusal for outcome in outcomes]


def events(verb):
    return list(AuditEvent.objects.filter(verb=verb).values_list("record_id", "actor_id"))


def test_each_row_is_assigned_or_says_why_not(lead, reviewer):
    free, decided = builders.read(), builders.decided()

    done, refused, gone = bulk.assign([free.pk, decided.pk, 999], by=lead, to=reviewer.pk)

    free.refresh_from_db()
    assert free.is_held_by(reviewer)
    assert (done.refusal, done.number) == ("", free.number)
    assert "Approved" in refused.refusal or "승인" in refused.refusal
    assert gone.refusal
    assert events("assign") == [(free.pk, lead.pk)]


def test_assigning_needs_a_reviewer(lead):
    for to in (None, lead.pk, 999):
        with pytest.raises(ActionDenied):
            bulk.assign([builders.read().pk], by=lead, to=to)


def test_a_reviewer_releases_their_own_and_a_lead_everybodys(lead, reviewer):
    mine, theirs = builders.claimed(reviewer), builders.claimed(builders.person(Role.REVIEWER))

    assert [bool(one) for one in refusals(bulk.release([mine.pk, theirs.pk], by=reviewer))] == [
        False,
        True,
    ]
    assert refusals(bulk.release([theirs.pk], by=lead)) == [""]
    assert LicenseRecord.objects.exclude(claimed_by=None).count() == 0
    assert events("release") == [(mine.pk, reviewer.pk), (theirs.pk, lead.pk)]


def test_rows_that_somebody_works_on_are_not_read_again(reviewer):
    free, theirs = builders.read(), builders.claimed(builders.person(Role.REVIEWER))

    outcomes = bulk.recognize([free.pk, theirs.pk], by=reviewer)

    assert outcomes[0].refusal == ""
    assert str(theirs.claimed_by) in outcomes[1].refusal
    states = [LicenseRecord.objects.get(pk=record.pk).state for record in (free, theirs)]
    assert states == [State.RECEIVED, State.TO_REVIEW]


def test_rows_are_escalated_for_one_reason(lead):
    records = [builders.read(), builders.read()]
    pks = [record.pk for record in records]
    assert all(refusals(bulk.escalate(pks, by=lead, reason=" ")))

    assert refusals(bulk.escalate(pks, by=lead, reason="same forger")) == ["", ""]

    assert {record.state for record in LicenseRecord.objects.numbered(pks)} == {State.ESCALATED}
    assert events("escalate") == [(pk, lead.pk) for pk in pks]


def test_who_may_nothing_changes_nothing():
    record, auditor = builders.read(), builders.person(Role.AUDITOR)

    for outcomes in (
        bulk.release([record.pk], by=auditor),
        bulk.recognize([record.pk], by=auditor),
        bulk.escalate([record.pk], by=auditor, reason="x"),
    ):
        assert all(refusals(outcomes))
    record.refresh_from_db()
    assert record.state == State.TO_REVIEW
