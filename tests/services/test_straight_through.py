"""Straight through: only clean records of trusted sources, for the share, but for the sample."""

import json

import pytest
from django.db import IntegrityError

from review.exceptions import ActionDenied
from review.models import AuditEvent, LicenseRecord, Source
from review.models.field_value import Origin
from review.services import approval, audit, export, intake, office, recognition, straight_through
from review.workflow import Draw, Role, State, Verb
from tests import builders, verbs
from tests.services.audit_tampering import run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_clean_record_of_a_trusted_source_passes_and_the_trail_says_under_which_policy():
    record = builders.passed()

    assert (record.state, record.straight_through) == (State.APPROVED, True)
    assert (record.submitted_by, record.decided_by) == (None, None)
    assert record.decided_at
    event = AuditEvent.objects.get(verb=Verb.STRAIGHT)
    assert (event.actor_id, event.record_id) == (None, record.pk)
    assert event.details == {"policy": {"share": 100, "sample": 0}}
    verbs.check_history(record)


def test_sex_and_birthday_are_filled_as_derived_by_the_system():
    record = builders.passed(Sex="", Birthday="")

    assert record.state == State.APPROVED
    values = record.values_by_name()
    assert (values["Sex"].value, values["Birthday"].value) == ("남", "01/01/1990")
    assert {values[name].origin for name in ("Sex", "Birthday")} == {Origin.DERIVED}
    assert not record.corrections.exists()
    filled = [event for event in audit.trail(record) if event.verb == Verb.CORRECT]
    assert [event.actor_id for event in filled] == [None, None]


@pytest.mark.parametrize(
    "fields",
    [{"Name": ""}, {"Number": ""}, {"DateOfIssue": "15/06/2050"}, {"Type": "9종이상"}],
    ids=lambda fields: next(iter(fields)),
)
def test_a_doubted_or_incomplete_record_is_not_even_drawn(fields):
    record = builders.passed(**fields)
    assert (record.state, record.draw) == (State.TO_REVIEW, "")


def test_nothing_passes_by_default_nor_from_a_source_that_is_not_trusted():
    builders.policy("straight_through_percent", 100)
    assert builders.read().state == State.TO_REVIEW

    source = builders.trusting()
    office.trust(source, False, by=builders.person(Role.ADMINISTRATOR), reason="scans got worse")
    builders.policy("sample_percent", 0)
    assert builders.read().state == State.TO_REVIEW


def test_nothing_passes_while_fields_are_entered_twice_and_the_trail_says_so():
    builders.policy("blind_entry_fields", ["Name"])

    record = builders.passed()

    assert (record.state, record.straight_through, record.draw) == (State.TO_REVIEW, False, "")
    checked = AuditEvent.objects.get(record_id=record.pk, verb=Verb.FINISH)
    assert checked.details["entered_twice"] == ["Name"]
    assert checked.details["share"] == 100


def test_trusting_a_source_takes_two_administrators():
    first = builders.person(Role.ADMINISTRATOR)
    second = builders.person(Role.ADMINISTRATOR)
    source = intake.default_source()
    pending = office.trust(source, True, by=first, reason="the office's own scanner")

    with pytest.raises(ActionDenied):
        office.confirm(pending, by=first)
    assert not Source.objects.get().trusted
    office.confirm(pending, by=second)

    assert Source.objects.get().trusted
    event = AuditEvent.objects.get(verb="trust source")
    assert event.details["trusted"] is True
    with pytest.raises(ActionDenied):
        office.trust(source, False, by=builders.person(Role.LEAD), reason="not mine to say")


def test_the_sample_goes_to_full_review_and_only_the_trail_tells():
    builders.trusting()
    builders.policy("straight_through_percent", 100)
    builders.policy("sample_percent", 100)

    record = builders.read()

    assert (record.state, record.draw) == (State.TO_REVIEW, Draw.SAMPLE)
    event = AuditEvent.objects.get(verb=Verb.FINISH)
    assert {"draw": "sample", "share": 100, "sample": 100}.items() <= event.details.items()


def test_chance_follows_the_policy(monkeypatch):
    drawn = iter([40, 39, 10, 39, 9])
    monkeypatch.setattr(straight_through.secrets, "randbelow", lambda most: next(drawn))
    outcomes = [straight_through._drawn(40, 10) for _ in range(3)]
    assert outcomes == [Draw.REVIEW, Draw.PASSED, Draw.SAMPLE]


def test_a_reopened_record_is_reviewed_by_people_and_never_drawn_again():
    builders.handle_numbers("keep")
    record = builders.passed()
    approval.reopen(record, by=builders.person(Role.APPROVER), reason="a complaint")
    assert (record.straight_through, record.decided_at) == (False, None)

    recognition.recognize_again(record, by=builders.person(Role.REVIEWER))
    verbs.read_again(record)

    record.refresh_from_db()
    assert (record.state, record.straight_through) == (State.TO_REVIEW, False)


def test_exports_say_which_records_nobody_reviewed():
    passed = builders.passed()
    builders.policy("straight_through_percent", 0)
    decided = builders.decided()

    rows = map(json.loads, "".join(export.export(by=None, fmt="jsonl")).splitlines())

    told = {row["record"]: (row["straight_through"], row["approved_by"]) for row in rows}
    assert told[passed.number] == ("yes", "")
    assert told[decided.number][0] == "no"


NOW = "CURRENT_TIMESTAMP"
PASS = (
    f"UPDATE review_licenserecord SET state = 'APPROVED', straight_through = true, draw = 'passed',"
    f" decided_at = {NOW} WHERE id = "
)


def waiting():
    """Return a record to review that could pass."""
    builders.trusting()
    return builders.read()


def test_the_database_alone_lets_only_the_policys_records_pass():
    record = waiting()
    run(f"{PASS}{record.pk}")
    record.refresh_from_db()
    assert record.straight_through


FLAG = f"UPDATE review_licenserecord SET straight_through = true, decided_at = {NOW}"
UNTRUSTED = "UPDATE review_source SET trusted = false"


@pytest.mark.parametrize("way", ["untrusted", "doubted", "corrected", "submitted", "flag alone"])
def test_the_database_alone_refuses(way):
    record = {
        "doubted": lambda: builders.trusting() and builders.read(DateOfIssue="15/06/2050"),
        "corrected": lambda: builders.trusting() and builders.corrected(reviewer()),
        "submitted": lambda: builders.trusting() and builders.submitted(),
    }.get(way, waiting)()
    before = LicenseRecord.objects.get(pk=record.pk).state
    statements = [f"{PASS}{record.pk}"]
    if way == "untrusted":
        statements.insert(0, UNTRUSTED)
    if way == "flag alone":
        statements = [FLAG]
    with pytest.raises(IntegrityError):
        run(*statements)
    record.refresh_from_db()
    assert (record.state, record.straight_through) == (before, False)


def test_the_database_refuses_to_take_a_decision_of_two_for_one_of_the_system():
    record = builders.decided()
    with pytest.raises(IntegrityError):
        run(
            "UPDATE review_licenserecord SET straight_through = true, draw = 'passed',"
            " decided_by_id = NULL, submitted_by_id = NULL, submitted_at = NULL"
            f" WHERE id = {record.pk}"
        )


def reviewer():
    return builders.person(Role.REVIEWER)
