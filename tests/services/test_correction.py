"""Corrections, suggestions, confirmations, dismissals: each an event, each with a name."""

import io

import pytest
from PIL import Image as Picture

from review import specimens
from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, Finding, LicenseRecord
from review.services import approval, assignment, audit, correction, intake, jobs, recognition
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


def finding(record, rule):
    return record.findings.get(rule=rule, status=Finding.Status.OPEN)


def test_taking_a_suggestion_ends_its_finding(reviewer):
    record = builders.claimed(reviewer, Type="1종보동")

    correction.take_suggestion(finding(record, "type.unknown"), 0, by=reviewer)

    value = record.values.get(name="Type")
    assert (value.value, value.origin) == ("1종보통", "suggested")
    assert record.findings.get(rule="type.unknown").status == Finding.Status.CORRECTED


def test_a_correction_finds_new_doubts(reviewer):
    record = builders.claimed(reviewer)
    correction.correct(record, "Birthday", "02/01/1990", by=reviewer)
    assert finding(record, "birthday.vs_rrn").severity == "error"


def test_the_second_save_of_one_value_is_refused(reviewer):
    record = builders.claimed(reviewer)
    seen = record.values.get(name="Name").version
    correction.correct(record, "Name", "이견본", by=reviewer, seen_version=seen)

    with pytest.raises(StaleRecord):
        correction.correct(record, "Name", "박견본", by=reviewer, seen_version=seen)
    assert record.values.get(name="Name").value == "이견본"


def test_nobody_corrects_without_the_claim(reviewer):
    record = builders.read()
    with pytest.raises(ActionDenied):
        correction.correct(record, "Name", "이견본", by=reviewer)


def test_a_warning_is_confirmed_and_stays_so_when_checked_again(reviewer):
    record = builders.claimed(reviewer, Name="KIM MINSU", AptitudeTesDate="01/01/2024~31/12/2024")
    correction.confirm(finding(record, "renewal.over"), by=reviewer)

    correction.correct(record, "Address", "서울특별시 종로구 세종대로 176", by=reviewer)

    assert record.findings.get(rule="renewal.over").status == Finding.Status.CONFIRMED


def test_an_error_is_dismissed_with_a_reason_not_confirmed(reviewer):
    record = builders.claimed(reviewer, Birthday="02/01/1990")
    doubt = finding(record, "birthday.vs_rrn")
    with pytest.raises(ActionDenied):
        correction.confirm(doubt, by=reviewer)
    with pytest.raises(ActionDenied):
        correction.dismiss(doubt, by=reviewer, reason=" ")

    correction.dismiss(doubt, by=reviewer, reason="카드에 그렇게 인쇄됨")

    doubt = Finding.objects.get(pk=doubt.pk)
    assert (doubt.status, doubt.reason) == (Finding.Status.DISMISSED, "카드에 그렇게 인쇄됨")
    assert AuditEvent.objects.filter(verb="dismiss", record_id=record.pk).exists()


def test_a_dismissed_error_comes_back_when_the_value_changes(reviewer):
    record = builders.claimed(reviewer, Birthday="02/01/1990")
    correction.dismiss(finding(record, "birthday.vs_rrn"), by=reviewer, reason="printed so")

    correction.correct(record, "Birthday", "03/01/1990", by=reviewer)

    assert finding(record, "birthday.vs_rrn")


def test_an_unreadable_record_is_typed_by_hand(reviewer):
    record = builders.unreadable()
    assignment.claim(record, by=reviewer)

    correction.correct(record, "Name", "김견본", by=reviewer)

    assert LicenseRecord.objects.get(pk=record.pk).state == State.TO_REVIEW


def test_the_same_license_number_on_another_person_is_found():
    builders.read()
    second = builders.read(Name="다른이", Number="850505-1234567", Birthday="05/05/1985")
    assert second.findings.filter(rule="license_number.duplicate").exists()


def test_the_same_picture_slightly_changed_is_found():
    picture = specimens.draw(77, level="clean").picture
    with Picture.open(io.BytesIO(picture)) as opened:
        again = io.BytesIO()
        opened.convert("RGB").save(again, "JPEG", quality=60)
    operator = builders.person(Role.OPERATOR)
    first = intake.upload(picture, by=operator)
    second = intake.upload(again.getvalue(), by=operator)
    for answer in (builders.answer(), builders.answer(LicenseNumber="", Number="")):
        recognition.complete(recognition.begin(jobs.claim(), endpoint="test"), answer)

    doubt = second.findings.get(rule="agreement.same_picture")
    assert first.number in str(doubt.body)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "agreement.same_card"),
        ({"ID": "B8L4NQ", "LicenseNumber": "11-20-123456-31"}, "agreement.reissue"),
        ({"LicenseNumber": "12-18-654321-10"}, "rrn.duplicate"),
    ],
)
def test_a_card_a_reissue_and_another_license_of_one_person_are_found(changes, rule):
    first = builders.read()
    second = builders.read(**changes)
    doubt = second.findings.get(rule=rule, status=Finding.Status.OPEN)
    assert first.number in str(doubt.body)


def versions(record, name):
    return record.values.get(name=name).version


def undo(record, name, reviewer):
    correction.undo(record, name, by=reviewer, seen_version=versions(record, name))
    value = record.values.get(name=name)
    return value.value, value.origin


def test_undo_goes_back_step_by_step_and_every_step_is_an_event(reviewer):
    record = builders.claimed(reviewer, Type="1종보동")
    correction.take_suggestion(finding(record, "type.unknown"), 0, by=reviewer)
    correction.correct(record, "Type", "2종보통", by=reviewer)

    assert undo(record, "Type", reviewer) == ("1종보통", "suggested")
    assert undo(record, "Type", reviewer) == ("1종보동", "extracted")
    with pytest.raises(ActionDenied):
        undo(record, "Type", reviewer)

    assert finding(record, "type.unknown")
    assert record.values.get(name="Type").corrected_by is None
    told = AuditEvent.objects.filter(verb="correct", record_id=record.pk).order_by("seq")
    origins = [event.details["origin"] for event in told]
    assert origins == ["suggested", "typed", "undone", "undone"]


def test_a_correction_after_an_undo_is_undone_to_what_it_replaced(reviewer):
    record = builders.claimed(reviewer)
    for name in ("이견본", "박견본"):
        correction.correct(record, "Name", name, by=reviewer)
    undo(record, "Name", reviewer)
    correction.correct(record, "Name", "최견본", by=reviewer)

    assert undo(record, "Name", reviewer)[0] == "이견본"
    assert undo(record, "Name", reviewer)[0] == "김견본"


def test_undo_of_a_value_that_moved_on_is_refused(reviewer):
    record = builders.claimed(reviewer)
    correction.correct(record, "Name", "이견본", by=reviewer)
    seen = versions(record, "Name")
    correction.correct(record, "Name", "박견본", by=reviewer)

    with pytest.raises(StaleRecord):
        correction.undo(record, "Name", by=reviewer, seen_version=seen)


def test_the_same_value_sent_again_after_a_lost_answer_is_as_good_as_saved(reviewer):
    record = builders.claimed(reviewer)
    seen = versions(record, "Name")
    for _ in range(2):
        correction.correct(record, "Name", "이견본", by=reviewer, seen_version=seen)

    assert record.corrections.count() == 1


def test_conditions_and_the_authoritys_check_are_typed_sealed_and_audited(reviewer):
    record = builders.claimed(reviewer)
    correction.correct(record, "Conditions", "A", by=reviewer)
    correction.correct(record, "CheckResult", "23", by=reviewer, seen_version=1)

    value = record.values.get(name="CheckResult")
    assert value.value == "23"
    assert bytes(value.value_box) != b"23"
    events = AuditEvent.objects.filter(verb="correct", record_id=record.pk)
    assert {event.details["field"] for event in events} == {"Conditions", "CheckResult"}
    approval.submit(record, by=reviewer, proposal="accept")


@pytest.mark.parametrize("role", [Role.LEAD, Role.AUDITOR, Role.PRIVACY_OFFICER])
def test_who_only_reads_turns_the_picture_for_nobody_else(role):
    record = builders.read()

    with pytest.raises(ActionDenied):
        correction.turn(record, 90, by=builders.person(role))


def test_a_turn_is_an_event_and_for_whoever_holds_the_record(reviewer):
    record = builders.claimed(reviewer)
    with pytest.raises(ActionDenied):
        correction.turn(record, 90, by=builders.person(Role.REVIEWER))

    correction.turn(record, 90, by=reviewer)

    record.refresh_from_db()
    last = audit.trail(record).last()
    assert (record.turn, last.verb, last.details) == (90, "turn", {"degrees": 90})
