"""Rules switched off or changed, with a reason and an event; open records checked again."""

import pytest

from review.exceptions import ActionDenied
from review.models import Finding, LicenseRecord
from review.services import office, rules
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def admin():
    return builders.person(Role.ADMINISTRATOR)


def run_to_the_end():
    while rules.recheck_some():
        pass


@pytest.fixture
def second():
    return builders.person(Role.ADMINISTRATOR)


def test_a_rule_switched_off_no_longer_finds_and_the_recheck_ends_its_findings(admin, second):
    record = builders.read(Type="1종보동")
    assert record.findings.filter(rule="type.unknown", status="open").exists()

    pending = rules.change("type.unknown", by=admin, off=True, reason="our cards differ")
    office.confirm(pending, by=second)
    run = rules.start_recheck(by=admin)
    run_to_the_end()

    run.refresh_from_db()
    assert (run.done, run.total) == (1, 1)
    assert run.finished_at
    assert not record.findings.filter(rule="type.unknown", status="open").exists()
    assert builders.stated("change rule") == "our cards differ"


def test_a_changed_severity_reaches_open_findings(admin):
    record = builders.read(Type="1종보동")
    rules.change("type.unknown", by=admin, off=False, severity="error", reason="be strict")
    rules.start_recheck(by=admin)
    run_to_the_end()

    standing = Finding.objects.get(record=record, rule="type.unknown", status="open")
    assert standing.severity == "error"
    assert LicenseRecord.objects.get(pk=record.pk).doubt > record.doubt


def test_only_one_recheck_runs_at_a_time(admin):
    builders.read()
    assert rules.start_recheck(by=admin) == rules.start_recheck(by=admin)


def test_a_reason_a_known_rule_and_the_role_are_needed(admin):
    with pytest.raises(ActionDenied):
        rules.change("type.unknown", by=admin, off=True, reason=" ")
    with pytest.raises(ActionDenied):
        rules.change("no.such_rule", by=admin, off=True, reason="x")
    with pytest.raises(ActionDenied):
        rules.change("type.unknown", by=builders.person(Role.LEAD), off=True, reason="x")
