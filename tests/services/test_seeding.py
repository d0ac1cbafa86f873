"""Seeded test records: met as any other, measured at their end, never approved, never exported."""

import pytest
from django.db import IntegrityError, transaction

from review.exceptions import ActionDenied
from review.models import AuditEvent, FieldValue, LicenseRecord, SeededRecord
from review.services import (
    ahead,
    approval,
    assignment,
    audit,
    correction,
    counts,
    duplicates,
    export,
    figures,
    persons,
    searching,
    seeding,
)
from review.workflow import Proposal, Role, State
from tests import builders, verbs

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


@pytest.fixture
def card():
    builders.policy("test_record_percent", 100)
    return builders.seeded_card(Name="김건본", LicenseNumber="11-20-123458-30")


@pytest.fixture
def met(card, reviewer):
    """Give the test record that the reviewer was given."""
    return assignment.claim_next(by=reviewer)


def outcome(record):
    return SeededRecord.objects.get(record=record)


def test_a_card_is_read_and_then_worked_on_by_nobody(card):
    assert card.record.state == State.WITHDRAWN
    assert card.truth["Name"] == builders.CLEAN["Name"]
    assert audit.trail(card.record).last().verb == "set aside"


def test_only_leads_bring_cards(reviewer):
    with pytest.raises(ActionDenied):
        seeding.add(builders.picture(), builders.CLEAN, {}, by=reviewer)


def test_it_is_given_as_the_next_record_and_looks_like_any_other(card, met, reviewer):
    ordinary = builders.claimed(builders.person(Role.REVIEWER))

    assert (met.state, met.claimed_by, met.version > 1) == (State.TO_REVIEW, reviewer, True)
    assert met.values_by_name()["Name"].value == "김건본"
    assert met.values_by_name()["Address"].value == builders.CLEAN["Address"]
    assert met.image.read() == card.record.image.read()
    assert met.image.read_cover() == card.record.image.read_cover()
    assert met.image.number_places == card.record.image.number_places
    told = [[event.verb for event in audit.trail(each)] for each in (met, ordinary)]
    assert told[0] == told[1]
    keys = [[set(event.details) for event in audit.trail(each)] for each in (met, ordinary)]
    assert keys[0] == keys[1]


def test_it_comes_ahead_as_well_and_ordinary_work_comes_without_chance(card, reviewer):
    held, waiting = builders.claimed(reviewer), builders.read()
    first = ahead.fetch(held, by=reviewer)
    assert outcome(first).given_to == reviewer

    assert assignment.claim_next(by=builders.person(Role.REVIEWER)).seeded
    other = builders.person(Role.REVIEWER)
    seeding.retire(card, by=builders.person(Role.LEAD))
    assert assignment.claim_next(by=other) == waiting


def test_nobody_meets_a_card_twice_nor_their_own(met, reviewer):
    approval.submit(met, by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    assert assignment.claim_next(by=reviewer) is None
    lead = builders.person(Role.LEAD, Role.REVIEWER)
    builders.seeded_card(lead)
    assert not SeededRecord.objects.filter(given_to=lead).exists()


def test_with_the_policy_at_nothing_it_is_never_given(reviewer):
    builders.seeded_card()

    assert assignment.claim_next(by=reviewer) is None


def test_one_that_was_put_aside_comes_to_nobody_by_itself(met, reviewer):
    assignment.skip(met, by=reviewer, reason="later")
    seeding.retire(outcome(met).card, by=builders.person(Role.LEAD))

    assert assignment.claim_next(by=builders.person(Role.REVIEWER)) is None


def test_what_is_left_wrong_is_kept_and_nobody_approves_it(met, reviewer):
    correction.correct(met, "Name", builders.CLEAN["Name"], by=reviewer)

    approval.submit(met, by=reviewer, proposal=Proposal.ACCEPT, sure=True)

    assert outcome(met).missed == ["LicenseNumber"]
    met.refresh_from_db()
    assert (met.state, met.submitted_by) == (State.WITHDRAWN, reviewer)
    last = audit.trail(met).last()
    assert (last.verb, last.details["missed"]) == ("set aside", ["LicenseNumber"])
    assert not LicenseRecord.objects.approvable_by(builders.person(Role.APPROVER)).exists()
    verbs.check_history(met)


def test_all_right_however_a_value_is_parted(met, reviewer):
    correction.correct(met, "Name", builders.CLEAN["Name"], by=reviewer)
    correction.correct(met, "LicenseNumber", builders.CLEAN["LicenseNumber"], by=reviewer)
    correction.correct(met, "Type", "1종 보통", by=reviewer)

    approval.submit(met, by=reviewer, proposal=Proposal.ACCEPT, sure=True)

    assert outcome(met).missed == []


def test_every_step_is_in_the_trail(card, met):
    told = {event.verb: event for event in AuditEvent.objects.all()}
    assert told["add test card"].details["altered"] == ["LicenseNumber", "Name"]
    given = told["give test record"]
    assert (given.record_id, given.details["record"]) == (None, met.pk)
    assert given.details["to"] == outcome(met).given_to_id
    seeding.retire(card, by=builders.person(Role.LEAD))
    assert AuditEvent.objects.filter(verb="retire test card").exists()


def test_the_database_refuses_to_decide_about_one(met):
    with pytest.raises(IntegrityError), transaction.atomic():
        LicenseRecord.objects.filter(pk=met.pk).update(state=State.REJECTED)


def test_it_is_in_no_export(met, reviewer):
    approval.submit(met, by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    approved = builders.decided()

    for form in export.FORMATS:
        told = "".join(export.export(by=builders.person(Role.LEAD), fmt=form))
        assert approved.number in told
        assert met.number not in told


def test_it_is_in_no_persons_export(met):
    numbers = {"Number": builders.CLEAN["Number"]}
    ordinary = builders.read()

    assert persons.find(numbers, by=builders.person(Role.PRIVACY_OFFICER)) == [ordinary]


def test_it_is_nobodys_duplicate(met, card, reviewer):
    ordinary = builders.read()
    values = FieldValue.objects.filter(record=ordinary)
    indexes = {value.name: value.search_index for value in values}

    assert duplicates.find(ordinary, indexes) == ()
    assert not met.findings.filter(rule__startswith="duplicate").exists()


def test_it_is_in_no_figure(met, reviewer):
    lead = builders.person(Role.LEAD)
    assert figures.open_tests(by=lead) == {State.TO_REVIEW: 1}
    assert sum(figures.ages(by=lead)) == 0
    correction.correct(met, "Name", builders.CLEAN["Name"], by=reviewer)
    approval.submit(met, by=reviewer, proposal=Proposal.ACCEPT, sure=True)

    assert figures.submitted_today(by=reviewer) == []
    assert figures.moves(by=lead) == {}
    assert figures.read_by_engine(by=lead) == {}
    assert figures.corrected_by_field(by=lead) == {}
    assert figures.idle_rules(by=lead) == []
    assert counts.drift() == {}


def test_it_never_passes_straight_through(card, reviewer):
    builders.trusting()
    builders.policy("straight_through_percent", 100)
    builders.policy("sample_percent", 0)

    record = assignment.claim_next(by=reviewer)

    assert (record.state, record.draw) == (State.TO_REVIEW, "")


def test_once_over_it_is_found_by_no_number(card, met, reviewer):
    def found():
        return searching.search(builders.CLEAN["Number"], by=reviewer).records

    assert found() == [met.pk]
    approval.submit(met, by=reviewer, proposal=Proposal.ACCEPT, sure=True)
    assert found() == []


def test_the_same_picture_may_come_as_an_ordinary_record(card):
    data = card.record.image.read()
    from_desk = builders.intake.upload(data, by=builders.person(Role.OPERATOR))

    assert not from_desk.seeded
