"""Exports: approved records only, masked unless a purpose is stated and recorded."""

import csv
import io
import json

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.services import export, spreadsheet
from review.workflow import Proposal, Role
from tests import builders

pytestmark = pytest.mark.django_db


def lines(**arguments):
    return "".join(export.export(**arguments))


def test_only_approved_records_leave_and_their_numbers_are_masked():
    approved = builders.decided()
    builders.decided(Proposal.REJECT)
    builders.submitted()

    rows = [json.loads(line) for line in lines(by=None, fmt="jsonl").splitlines()]

    assert [row["record"] for row in rows] == [approved.number]
    assert rows[0]["Number"] == "900101-1******"
    assert rows[0]["LicenseNumber"] == "11-20-1234**-**"


def test_whole_numbers_ask_a_purpose_and_a_role():
    builders.handle_numbers("keep")
    builders.decided()
    with pytest.raises(ActionDenied):
        export.export(by=builders.person(Role.REVIEWER), fmt="csv", purpose="insurance")

    text = lines(by=builders.person(Role.LEAD), fmt="csv", purpose="insurance")

    assert "900101-1234568" in text
    event = AuditEvent.objects.filter(verb="export").latest("seq")
    assert event.details == {"format": "csv", "records": 1, "key": "office"}
    assert builders.stated("export") == "insurance"


def test_the_event_is_written_before_the_first_line():
    export.export(by=None, fmt="csv")
    assert AuditEvent.objects.filter(verb="export").count() == 1


def test_conditions_and_the_authoritys_check_are_exported():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    typed = {
        "Conditions": "A",
        "CheckResult": "00",
        "CheckDate": "01/03/2026",
        "CheckPerson": "한서윤",
    }
    for name, value in typed.items():
        builders.correction.correct(record, name, value, by=reviewer)
    builders.approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    builders.approval.approve(record, by=builders.person(Role.APPROVER))

    row = next(csv.DictReader(io.StringIO(lines(by=None, fmt="csv").lstrip("\ufeff"))))
    assert {name: row[name] for name in typed} == typed


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer, Address="=HYPERLINK(1)")
    for finding in record.findings.filter(severity="error"):
        export_reason = "printed so"
        builders.correction.dismiss(finding, by=reviewer, reason=export_reason)
    builders.approval.submit(record, by=reviewer, proposal=Proposal.ACCEPT)
    builders.approval.approve(record, by=builders.person(Role.APPROVER))

    rows = list(csv.DictReader(io.StringIO(lines(by=None, fmt="csv").lstrip("\ufeff"))))
    assert rows[0]["Address"] == "'=HYPERLINK(1)"


@pytest.mark.parametrize("sign", list("=+-@\t\r\n\0＝＋－＠"))
def test_every_sign_that_begins_a_formula_somewhere_is_led_by_an_apostrophe(sign):
    assert spreadsheet.csv_line([f"{sign}1"]).lstrip('"').startswith(f"'{sign}")


def test_what_was_cut_at_the_decision_is_exported_as_it_is_kept():
    builders.decided()
    [line] = lines(fmt="jsonl", by=builders.person(Role.LEAD), purpose="transfer").splitlines()
    assert json.loads(line)["Number"] == "900101-1******"
