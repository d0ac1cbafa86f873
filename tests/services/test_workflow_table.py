"""Every state, verb, role and relation to the record: allowed exactly where the table says so."""

from datetime import timedelta
from functools import partial

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from review import permissions
from review.exceptions import ActionDenied
from review.models import Correction, LicenseRecord
from review.services import approval, assignment
from review.workflow import (
    ACTIONS,
    REVIEWABLE,
    TERMINAL_STATES,
    TRANSITIONS,
    Guard,
    Proposal,
    Role,
    State,
    Verb,
    diagram,
    transitions,
)
from tests import builders, verbs

pytestmark = pytest.mark.django_db
VERBS = sorted({line.verb for line in TRANSITIONS} | set(ACTIONS))
DECIDED = {State.APPROVED: Proposal.ACCEPT, State.REJECTED: Proposal.REJECT}


def stranger(state, person):
    return builders.in_state(state)


def uploader(state, person):
    return changed(state, uploaded_by=person)


def holder(state, person):
    return changed(state, claimed_by=person, claim_until=soon())


def shut_out(state, person):
    """Another person holds the record."""
    return changed(state, claimed_by=builders.person(), claim_until=soon())


def corrector(state, person):
    if state in DECIDED:
        return None
    record = builders.in_state(state)
    correction = Correction(record=record, name="Name", by=person, origin="typed")
    correction.before, correction.after = "a", "b"
    correction.save()
    return record


def submitter(state, person):
    if state == State.TO_APPROVE:
        return builders.submitted(person)
    if state in DECIDED:
        record = builders.submitted(person, DECIDED[state])
        approval.approve(record, by=builders.person(Role.APPROVER))
        return record
    return changed(state, submitted_by=person, submitted_at=timezone.now())


def decider(state, person):
    """Who decides, or did before the record was reopened."""
    record = builders.submitted(proposal=DECIDED.get(state, Proposal.ACCEPT))
    approval.approve(record, by=person)
    if state in (State.TO_REVIEW, State.TO_APPROVE):
        approval.reopen(record, by=person, reason="look again")
    if state == State.TO_APPROVE:
        other = builders.person(Role.REVIEWER)
        assignment.claim(record, by=other)
        approval.submit(record, by=other, proposal=Proposal.ACCEPT)
    return record if record.state == state else None


def assigned(state, person):
    if state not in REVIEWABLE:
        return None
    record = builders.in_state(state)
    assignment.assign(record, by=builders.person(Role.LEAD), to=person)
    return record


RELATIONS = (stranger, uploader, holder, shut_out, corrector, submitter, decider, assigned)


def changed(state, **columns):
    record = builders.in_state(state)
    LicenseRecord.objects.filter(pk=record.pk).update(**columns)
    return record


def soon():
    return timezone.now() + timedelta(minutes=5)


def allowed_by_table(verb, state, role, relation):
    """Answer from the table and the relation alone."""
    lines = transitions(verb, state)
    if verb in ACTIONS:
        lines = (ACTIONS[verb],) if state in ACTIONS[verb].states else ()
    fulfilled = {
        Guard.HOLDS_CLAIM: relation in (holder, assigned),
        Guard.HOLDS_OR_LEADS: relation in (holder, assigned)
        or (relation is shut_out and role == Role.LEAD),
        Guard.FREE: relation is not shut_out,
        # By default a decision cuts the number, which destroys the original picture.
        Guard.ORIGINAL: relation is not decider,
        Guard.NOT_SUBMITTER: relation is not submitter,
        Guard.FOUR_EYES: relation not in (submitter, corrector),
    }
    return any(role in line.roles and all(map(fulfilled.get, line.guards)) for line in lines)


def done(verb, record, user):
    """Return whether the service did it; nothing stays done."""
    with transaction.atomic():
        fresh = LicenseRecord.objects.get(pk=record.pk)
        try:
            verbs.SERVICES[verb](fresh, by=user)
        except ActionDenied:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.both_databases
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.__name__)
@pytest.mark.parametrize("state", list(State))
def test_every_verb_role_and_relation_follows_the_table(state, relation):
    person = builders.person(Role.REVIEWER, Role.APPROVER)
    record = relation(state, person)
    if record is None:
        return  # nobody can be that in this state
    record.refresh_from_db()
    assert record.state == state
    for role in Role:
        person.groups.set(Group.objects.filter(name=role.value))
        user = User.objects.get(pk=person.pk)
        for verb in VERBS:
            expected = allowed_by_table(verb, state, role, relation)
            assert (permissions.refusal(verb, user, record) is None) == expected, (verb, role)
            if verb in verbs.SERVICES:
                assert done(verb, record, user) == could(verb, state, role, relation), (verb, role)


def could(verb, state, role, relation):
    """Answer for a service: a field is typed into what is read, and into what is not."""
    allowed = partial(allowed_by_table, state=state, role=role, relation=relation)
    return allowed(verb) or (verb == Verb.TYPE_BY_HAND and allowed(Verb.CORRECT))


def test_terminal_states_lead_on_only_by_reopening():
    leaving = {
        line.verb for line in TRANSITIONS for state in line.sources if state in TERMINAL_STATES
    }
    assert leaving == {Verb.REOPEN}


def test_the_system_alone_recognizes():
    system = [line for line in TRANSITIONS if not line.roles]
    assert {line.verb for line in system} == {
        Verb.RECOGNIZE,
        Verb.RETRY,
        Verb.FINISH,
        Verb.GIVE_UP,
        Verb.SET_ASIDE,
        Verb.STRAIGHT,
    }


def test_the_diagram_draws_every_line():
    drawn = diagram()
    for line in TRANSITIONS:
        for source in line.sources:
            assert f"{source} --> {line.target}: {line.verb}" in drawn
