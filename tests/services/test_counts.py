"""The kept counts follow every change, stay few rows, and can be checked and repaired."""

import pytest
from django.core.management import call_command

from review.models import AuditEvent, LicenseRecord, StateCount
from review.services import approval, counts
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.mark.parametrize("state", list(State))
def test_a_record_is_counted_in_the_state_it_is_in(state):
    builders.in_state(state)

    assert counts.by_state() == {state: 1}
    assert counts.drift() == {}


def test_a_refused_change_counts_nothing():
    record = builders.submitted()
    with pytest.raises(approval.ActionDenied):
        approval.approve(record, by=record.submitted_by)

    assert counts.by_state() == {State.TO_APPROVE: 1}


def test_rows_are_folded_into_one_a_state(monkeypatch):
    monkeypatch.setattr(counts, "FOLDED_EVERY", 3)
    for _ in range(6):
        builders.read()

    assert counts.by_state() == {State.TO_REVIEW: 6}
    assert StateCount.objects.count() < 12


def test_a_wrong_count_is_found_and_repaired(capsys):
    builders.read()
    StateCount.objects.create(state=State.TO_REVIEW, change=2)
    StateCount.objects.create(state=State.REJECTED, change=1)
    assert counts.drift() == {State.TO_REVIEW: -2, State.REJECTED: -1}

    with pytest.raises(SystemExit):
        call_command("verify_counts")
    assert capsys.readouterr().out.splitlines()[-1] == "states 9, wrong 2"
    call_command("verify_counts", "--repair")

    assert counts.drift() == {}
    assert counts.by_state() == {State.TO_REVIEW: 1}
    told = AuditEvent.objects.get(verb="repair counts").details
    assert told == {"drift": {"TO_REVIEW": -2, "REJECTED": -1}}
    call_command("verify_counts")
    assert capsys.readouterr().out.splitlines()[-1] == "states 9, wrong 0"


def test_reopening_counts_back():
    record = builders.decided()
    approval.reopen(record, by=builders.person(Role.APPROVER), reason="new evidence")

    assert counts.by_state() == {State.TO_REVIEW: 1}
    assert LicenseRecord.objects.in_state(State.TO_REVIEW).count() == 1
