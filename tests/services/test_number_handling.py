"""What becomes of the resident number at the decision: in values, extraction, ledger, picture."""

import json

import pytest
from botocore.exceptions import BotoCoreError
from django.core.files.storage import default_storage

from review.exceptions import ActionDenied
from review.models import AuditEvent, DoomedFile, LicenseRecord, Source
from review.models.sealed import sealed_attributes
from review.ocr.cover import Verdict
from review.services import (
    approval,
    assignment,
    audit,
    audit_chain,
    checking,
    correction,
    disposal,
    number_handling,
    sources,
    viewing,
)
from review.workflow import Proposal, Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("english")]

WHOLE, CUT = "900101-1234568", "900101-1******"
MISREAD = "900101-1234560"
TRACES = ("234568", "234560", "1234568", "9001011234568")


def worked_on(reviewer, verdict=Verdict.HOLDS):
    """Return a submitted record whose number was misread, suggested anew and corrected."""
    record = builders.read(verdict, Number=MISREAD, Birthday="01/01/1990")
    assignment.claim(record, by=reviewer)
    correction.correct(record, "Number", WHOLE, by=reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    return record


def decided(verdict=Verdict.HOLDS):
    reviewer = builders.person(Role.REVIEWER)
    record = worked_on(reviewer, verdict)
    approval.approve(record, by=builders.person(Role.APPROVER))
    return LicenseRecord.objects.get(pk=record.pk), reviewer


def everything_sealed(record):
    """Return all sealed values of a record as text."""
    found = []
    for model in number_handling.sealed_models():
        for row in model.objects.filter(record=record):
            found += [getattr(row, name) for name in sealed_attributes(model)]
    return json.dumps(found, ensure_ascii=False)


def ledger(record):
    events = AuditEvent.objects.filter(record_id=record.pk)
    return [audit.values_of(event, record) for event in events]


def test_by_default_the_number_is_cut_everywhere():
    record, _reviewer = decided()

    assert record.state == State.APPROVED
    value = record.values.get(name="Number")
    assert (value.value, value.extracted, value.search_index) == (CUT, CUT, "")
    assert record.extractions.get().response["Number"] == CUT
    told = everything_sealed(record)
    assert CUT in told
    assert not [trace for trace in TRACES if trace in told]


def test_until_the_decision_the_number_is_whole():
    told = everything_sealed(worked_on(builders.person(Role.REVIEWER)))
    assert WHOLE in told
    assert MISREAD in told


def test_the_ledger_s_lines_of_the_number_become_unreadable_and_the_chain_holds():
    record, _reviewer = decided()
    assert {"destroyed": True} in ledger(record)
    assert WHOLE not in json.dumps(ledger(record))
    assert not list(audit_chain.breaks())


def test_so_do_the_lines_of_another_field_that_quoted_it():
    reviewer, address = builders.person(Role.REVIEWER), builders.CLEAN["Address"]
    record = builders.read(Address=f"{address} {MISREAD}", Birthday="01/01/1990")
    assignment.claim(record, by=reviewer)
    correction.correct(record, "Address", f"{address}, {MISREAD}", by=reviewer)
    correction.correct(record, "Address", address, by=reviewer)
    correction.correct(record, "Name", "이견본", by=reviewer)
    assert MISREAD in json.dumps(ledger(record))
    approval.submit(record, by=reviewer, proposal=Proposal.REJECT, reason="forgery")
    approval.approve(record, by=builders.person(Role.APPROVER))

    told = json.dumps(ledger(LicenseRecord.objects.get(pk=record.pk)), ensure_ascii=False)
    assert MISREAD[7:] not in told
    assert "이견본" in told


def test_the_original_picture_is_destroyed_and_the_covered_one_stays():
    record, reviewer = decided()
    image = record.image
    assert (image.stored_name, image.is_covered) == ("", True)
    doomed = DoomedFile.objects.get().name

    disposal.dispose_some()

    assert not default_storage.exists(doomed)
    assert disposal.waiting() == 0
    viewing.reveal(record, by=reviewer, purpose="a court asks")
    assert viewing.show_picture(record, by=reviewer) == image.read_cover()


def test_a_picture_whose_cover_does_not_hold_goes_altogether():
    record, reviewer = decided(Verdict.UNSURE)
    assert viewing.sight_of(record, reviewer) is viewing.Sight.GONE
    with pytest.raises(ActionDenied):
        viewing.show_picture(record, by=reviewer)
    event = AuditEvent.objects.get(record_id=record.pk, verb="handle number")
    assert event.details == {"handling": "cut", "covered": 0, "destroyed": 1}


@pytest.mark.parametrize("fault", [OSError(), BotoCoreError()])
def test_a_storage_that_is_away_keeps_the_job(monkeypatch, fault):
    decided()

    def away(name):
        raise fault

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", away)
        assert disposal.dispose_some() is False
    assert disposal.waiting() == 1
    assert disposal.dispose_some() is True
    assert disposal.waiting() == 0


def test_a_dropped_number_is_gone_from_values_and_picture():
    builders.handle_numbers("drop")
    record, _reviewer = decided()
    before = record.image.read_cover()

    assert record.values.get(name="Number").value == ""
    told = everything_sealed(record)
    assert not [trace for trace in (*TRACES, CUT, "900101-1") if trace in told]
    disposal.dispose_some()
    disposal.dispose_some()
    image = LicenseRecord.objects.get(pk=record.pk).image
    assert image.read_cover() != before
    assert disposal.waiting() == 0


def test_with_a_statute_the_number_stays():
    builders.handle_numbers("keep")
    record, _reviewer = decided()
    assert record.values.get(name="Number").value == WHOLE
    assert record.image.stored_name
    assert {"before": MISREAD, "after": WHOLE} in ledger(record)


@pytest.mark.parametrize("handling", ["cut", "drop"])
def test_a_reopened_record_goes_the_whole_way_again(handling):
    builders.handle_numbers(handling)
    record, reviewer = decided()
    approver = builders.person(Role.APPROVER)
    approval.reopen(record, by=approver, reason="the name was wrong")
    assignment.claim(record, by=reviewer)

    correction.correct(record, "Name", "박견본", by=reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    approval.approve(record, by=approver)

    assert record.state == State.APPROVED
    assert record.values.get(name="Number").value == (CUT if handling == "cut" else "")


def test_a_number_typed_after_a_reopening_is_cut_again():
    record, reviewer = decided()
    approval.reopen(record, by=builders.person(Role.APPROVER), reason="once more")
    assignment.claim(record, by=reviewer)
    correction.correct(record, "Number", WHOLE, by=reviewer)
    assert {"before": CUT, "after": WHOLE} in ledger(record)

    approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    approval.approve(record, by=builders.person(Role.APPROVER))

    assert record.values.get(name="Number").value == CUT
    assert WHOLE not in json.dumps(ledger(record))


def test_a_reopened_record_without_its_original_is_not_read_again():
    record, reviewer = decided()
    approval.reopen(record, by=builders.person(Role.APPROVER), reason="once more")
    assignment.claim(record, by=reviewer)
    with pytest.raises(ActionDenied, match="original image was destroyed"):
        builders.recognition.recognize_again(record, by=reviewer)


def test_a_dropped_number_raises_no_doubt_that_it_is_missing():
    builders.handle_numbers("drop")
    record, _reviewer = decided()
    approval.reopen(record, by=builders.person(Role.APPROVER), reason="once more")
    checking.check(record, by=None)
    assert not record.findings.filter(status="open", field="Number").exists()


def test_keeping_takes_a_statute_and_an_administrator():
    source = Source(key="counter-9", name="9", number_handling="keep")
    with pytest.raises(ActionDenied, match="statute"):
        sources.save(source, by=builders.person(Role.ADMINISTRATOR))
    source.number_statute = "도로교통법 제87조의2"
    with pytest.raises(ActionDenied):
        sources.save(source, by=builders.person(Role.LEAD))
    sources.save(source, by=builders.person(Role.ADMINISTRATOR))
    event = AuditEvent.objects.get(verb="open source", details__source="counter-9")
    assert event.details["changes"]["number_handling"] == [None, "keep"]
