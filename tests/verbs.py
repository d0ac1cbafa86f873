"""Every verb done to a record through its real service, and the history that must come of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count, cycle
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from review.models import AuditEvent, Finding, LicenseRecord, SeededCard
from review.services import (
    approval,
    assignment,
    audit,
    correction,
    intake,
    jobs,
    recognition,
    viewing,
)
from review.workflow import TRANSITIONS, Proposal, Role, State, Verb, transitions
from tests import builders

_typed = count(1)
_surnames = cycle("이박최정강조윤장임")


def confirm(record: LicenseRecord, *, by: User) -> None:
    correction.confirm(_finding(record, severity__in=("warning", "info")), by=by)


def dismiss(record: LicenseRecord, *, by: User) -> None:
    correction.dismiss(_finding(record), by=by, reason="printed so")


def _finding(record: LicenseRecord, **which: Any) -> Finding:
    """Return an open finding of ``record``; one is made up where there is none."""
    found = record.findings.filter(status=Finding.Status.OPEN, **which).first()
    if found is None:
        found = Finding(record=record, rule="name.test", field="Name", severity="warning")
        found.rule_version, found.fingerprint = "1", f"test {next(_typed)}"
        found.found_at = timezone.now()
        found.body = {"message": {"ko": "", "en": ""}, "suggestions": [], "evidence": {}}
        found.save()
    found.record = record
    return found


def correct(record: LicenseRecord, *, by: User) -> None:
    correction.correct(record, "Name", f"{next(_surnames)}견본", by=by)


def assign(record: LicenseRecord, *, by: User) -> None:
    assignment.assign(record, by=by, to=builders.person(builders.Role.REVIEWER))


def reject(record: LicenseRecord, *, by: User) -> None:
    approval.submit(record, by=by, proposal=Proposal.REJECT, reason="forgery", sure=True)


def accept(record: LicenseRecord, *, by: User) -> None:
    approval.submit(record, by=by, proposal=Proposal.ACCEPT, sure=True)


def replace(record: LicenseRecord, *, by: User) -> None:
    intake.replace(record, builders.picture(), by=by)


def stating(service: Callable[..., Any], word: str = "reason") -> Callable[..., Any]:
    """Return ``service`` with a reason stated."""
    return lambda record, *, by: service(record, by=by, **{word: "since it is so"})


SERVICES: dict[Verb, Callable[..., Any]] = {
    Verb.VIEW: viewing.view,
    Verb.REVEAL: stating(viewing.reveal, "purpose"),
    Verb.CLAIM: assignment.claim,
    Verb.RELEASE: assignment.release,
    Verb.TAKE_OVER: stating(assignment.take_over),
    Verb.SKIP: stating(assignment.skip),
    Verb.ASSIGN: assign,
    Verb.CORRECT: correct,
    Verb.TYPE_BY_HAND: correct,
    Verb.CONFIRM: confirm,
    Verb.DISMISS: dismiss,
    Verb.SUBMIT: reject,
    Verb.ESCALATE: stating(assignment.escalate),
    Verb.RETURN: stating(assignment.give_back, "comment"),
    Verb.APPROVE: partial(approval.approve, sure=True),
    Verb.SEND_BACK: stating(approval.send_back, "comment"),
    Verb.REOPEN: stating(approval.reopen),
    Verb.WITHDRAW: stating(approval.withdraw),
    Verb.REPLACE: replace,
    Verb.RECOGNIZE: recognition.recognize_again,
}
HOLDS = {Verb.CLAIM, Verb.TAKE_OVER}
NEEDS_HOLD = {Verb.CORRECT, Verb.CONFIRM, Verb.DISMISS, Verb.SUBMIT, Verb.SKIP}
MOVES = {line.verb for line in TRANSITIONS}


def of_card(act: Callable[..., Any], role: Role) -> Callable[[], Any]:
    """Return ``act``, done by somebody with ``role`` to a card that test records are made from."""
    builders.policy("test_record_percent", 100)
    card, by = builders.seeded_card(), builders.person(role)
    return lambda: act(SeededCard.objects.get(pk=card.pk), by=by)


def read_again(record: LicenseRecord) -> None:
    """Have the engine read a record that waits for it."""
    while job := jobs.claim():
        recognition.complete(recognition.begin(job, endpoint="test"), builders.answer())


def check_history(record: LicenseRecord) -> None:
    """Assert that the trail tells one story, which ends where the record stands.

    Every move is a line of the table, only the claim's holder changes anything, and two people
    decided, or the straight-through policy as the system, which the trail says.
    """
    state, holder, submitter, correctors = "", None, None, set()
    decision: AuditEvent | None = None
    for event in audit.trail(record):
        if event.verb in NEEDS_HOLD:
            assert event.actor_id == holder, event
        if event.verb in HOLDS:
            holder = event.actor_id
        elif event.verb == Verb.ASSIGN:
            holder = event.details["to"]
        if event.verb == Verb.UPLOAD:
            state = State.RECEIVED
        elif event.verb in MOVES:
            state = _target(event, state)
            holder = None
        elif event.verb in (Verb.RELEASE, Verb.SKIP):
            holder = None
        if event.verb == Verb.CORRECT and event.actor_id:
            correctors.add(event.actor_id)
        elif event.verb == Verb.SUBMIT:
            submitter = event.actor_id
        elif event.verb == Verb.STRAIGHT:
            decision = event
            assert event.actor_id is submitter is None
            assert event.details["policy"]
            assert not correctors
        elif event.verb == Verb.APPROVE:
            decision = event
            assert event.actor_id not in {submitter, None, *correctors}
    record.refresh_from_db()
    assert record.state == state
    assert set(record.corrections.values_list("by_id", flat=True)) == correctors
    if state in (State.APPROVED, State.REJECTED):
        assert decision is not None
        assert record.decided_by_id == decision.actor_id


def _target(event: AuditEvent, state: str) -> str:
    """Return where the event led, from the table; it must have been possible."""
    decided = {"accept": State.APPROVED, "reject": State.REJECTED}
    lines = transitions(Verb(event.verb), state)
    if event.verb == Verb.APPROVE:
        lines = tuple(line for line in lines if line.target == decided[event.details["proposal"]])
    assert len(lines) == 1, (state, event)
    return lines[0].target
