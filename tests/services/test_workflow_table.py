"""Every state, verb and role: allowed exactly where the table says so."""

import pytest

from review import permissions
from review.workflow import (
    ACTIONS,
    TERMINAL_STATES,
    TRANSITIONS,
    Guard,
    Role,
    State,
    Verb,
    diagram,
    transitions,
)
from tests import builders

pytestmark = pytest.mark.django_db
VERBS = sorted({line.verb for line in TRANSITIONS} | set(ACTIONS))


def may_by_table(verb, state, role, *, holds):
    """Answer from the table alone, for a person who neither submitted nor corrected."""
    lines = transitions(verb, state) or ([ACTIONS[verb]] if state in ACTIONS_IN(verb) else [])
    return any(
        role in line.roles and (holds or Guard.HOLDS_CLAIM not in line.guards) for line in lines
    )


def ACTIONS_IN(verb):
    return ACTIONS[verb].states if verb in ACTIONS else ()


@pytest.mark.parametrize("state", list(State))
def test_every_verb_and_role_follows_the_table(state):
    record = builders.in_state(state)
    people = {role: builders.person(role) for role in Role}
    for verb in VERBS:
        for role, user in people.items():
            allowed = permissions.refusal(verb, user, record) is None
            expected = may_by_table(verb, state, role, holds=False)
            assert allowed == expected, (state, verb, role)


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
    }


def test_the_diagram_draws_every_line():
    drawn = diagram()
    for line in TRANSITIONS:
        for source in line.sources:
            assert f"{source} --> {line.target}: {line.verb}" in drawn
