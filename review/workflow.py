"""The states of a license record and the one table of what may follow what.

Buttons, permission checks, the drawn diagram and the tests are made from TRANSITIONS; nothing else
in the project spells a state change.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person may be; the values are the names of the Django groups."""

    OPERATOR = "operator", _("Operator")
    REVIEWER = "reviewer", _("Reviewer")
    APPROVER = "approver", _("Approver")
    LEAD = "lead", _("Lead")
    AUDITOR = "auditor", _("Auditor")
    PRIVACY_OFFICER = "privacy officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class State(TextChoices):
    """Where a record stands."""

    RECEIVED = "RECEIVED", _("Received")
    RECOGNIZING = "RECOGNIZING", _("Recognizing")
    UNREADABLE = "UNREADABLE", _("Unreadable")
    TO_REVIEW = "TO_REVIEW", _("To review")
    ESCALATED = "ESCALATED", _("Escalated")
    TO_APPROVE = "TO_APPROVE", _("To approve")
    APPROVED = "APPROVED", _("Approved")
    REJECTED = "REJECTED", _("Rejected")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Proposal(TextChoices):
    """What a reviewer proposes when submitting."""

    ACCEPT = "accept", _("Accept")
    REJECT = "reject", _("Reject")


class Verb(StrEnum):
    """What can be done to a record; the words are those of the screens and of the trail."""

    UPLOAD = "upload"
    RECOGNIZE = "recognize"
    RETRY = "retry"
    FINISH = "finish"
    GIVE_UP = "give up"
    ASSIGN = "assign"
    CLAIM = "claim"
    PREFETCH = "prefetch"
    PREFETCH_TO_APPROVE = "prefetch to approve"
    RELEASE = "release"
    TAKE_OVER = "take over"
    SKIP = "skip"
    VIEW = "view"
    REVEAL = "reveal"
    TURN = "turn"
    CORRECT = "correct"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send back"
    ESCALATE = "escalate"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    REPLACE = "replace"
    TYPE_BY_HAND = "type by hand"
    EXPORT = "export"
    PURGE = "purge"
    ENTER_BLIND = "enter blind"
    KEEP = "keep first value"
    ADOPT = "adopt second entry"
    STRAIGHT = "pass straight through"
    SET_ASIDE = "set aside"


class Draw(TextChoices):
    """What chance made of a clean record of a trusted source, once in the record's life."""

    PASSED = "passed", _("passes straight through")
    SAMPLE = "sample", _("sample, for full review")
    REVIEW = "review", _("outside the share, for full review")


class Look(StrEnum):
    """How a role sees the picture of a card without a reveal of its own."""

    AT_ONCE = "covered, with the page"
    ON_REQUEST = "covered, when asked for"


class Guard(StrEnum):
    """A condition on the record or on the person's relation to it, checked in permissions."""

    HOLDS_CLAIM = "holds the claim"
    HOLDS_OR_LEADS = "holds the claim, or leads those who do"
    FREE = "nobody else holds it"
    ORIGINAL = "the original image is there"
    FOUR_EYES = "neither submitted nor corrected"
    NOT_SUBMITTER = "did not submit"


@dataclass(frozen=True)
class Action:
    """A verb that leaves the state as it is: in which states, by whom, on what condition."""

    states: tuple[State, ...]
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class Transition:
    """One line of the table: from where, by which verb, to where, by whom, on what condition."""

    sources: tuple[State, ...]
    verb: Verb
    target: State
    roles: frozenset[Role]
    guards: tuple[Guard, ...] = ()


SYSTEM: frozenset[Role] = frozenset()
OPEN_STATES = (
    State.RECEIVED,
    State.RECOGNIZING,
    State.UNREADABLE,
    State.TO_REVIEW,
    State.ESCALATED,
    State.TO_APPROVE,
)
TERMINAL_STATES = (State.APPROVED, State.REJECTED, State.WITHDRAWN)
REVIEWABLE = (State.TO_REVIEW, State.UNREADABLE)

_REVIEWER = frozenset({Role.REVIEWER})
_APPROVER = frozenset({Role.APPROVER})
_DESK = frozenset({Role.REVIEWER, Role.LEAD})

TRANSITIONS = (
    Transition((State.RECEIVED,), Verb.RECOGNIZE, State.RECOGNIZING, SYSTEM),
    Transition((State.RECOGNIZING,), Verb.RETRY, State.RECEIVED, SYSTEM),
    Transition((State.RECOGNIZING,), Verb.FINISH, State.TO_REVIEW, SYSTEM),
    Transition((State.RECOGNIZING,), Verb.GIVE_UP, State.UNREADABLE, SYSTEM),
    Transition(
        (State.UNREADABLE,), Verb.TYPE_BY_HAND, State.TO_REVIEW, _REVIEWER, (Guard.HOLDS_CLAIM,)
    ),
    Transition(REVIEWABLE, Verb.REPLACE, State.RECEIVED, _DESK, (Guard.FREE,)),
    Transition(REVIEWABLE, Verb.RECOGNIZE, State.RECEIVED, _DESK, (Guard.FREE, Guard.ORIGINAL)),
    Transition((State.TO_REVIEW,), Verb.SUBMIT, State.TO_APPROVE, _REVIEWER, (Guard.HOLDS_CLAIM,)),
    Transition((State.TO_REVIEW,), Verb.STRAIGHT, State.APPROVED, SYSTEM),
    Transition((State.TO_REVIEW, State.TO_APPROVE), Verb.SET_ASIDE, State.WITHDRAWN, SYSTEM),
    Transition((State.TO_REVIEW,), Verb.ESCALATE, State.ESCALATED, _DESK, (Guard.FREE,)),
    Transition((State.ESCALATED,), Verb.RETURN, State.TO_REVIEW, _APPROVER),
    Transition((State.TO_APPROVE,), Verb.APPROVE, State.APPROVED, _APPROVER, (Guard.FOUR_EYES,)),
    Transition((State.TO_APPROVE,), Verb.APPROVE, State.REJECTED, _APPROVER, (Guard.FOUR_EYES,)),
    Transition(
        (State.TO_APPROVE,), Verb.SEND_BACK, State.TO_REVIEW, _APPROVER, (Guard.NOT_SUBMITTER,)
    ),
    Transition((State.APPROVED, State.REJECTED), Verb.REOPEN, State.TO_REVIEW, _APPROVER),
    Transition(OPEN_STATES, Verb.WITHDRAW, State.WITHDRAWN, frozenset({Role.LEAD})),
)

_READERS = frozenset({Role.REVIEWER, Role.APPROVER, Role.LEAD, Role.AUDITOR, Role.PRIVACY_OFFICER})
_EVERY_STATE = tuple(State)
_HELD = (Guard.HOLDS_CLAIM,)

# How each role sees the picture; others see none. The setting KRDL_WHOLE_PICTURE_ROLES names those
# that see it whole, which is then a reveal of its own.
PICTURE = {
    Role.REVIEWER: Look.AT_ONCE,
    Role.APPROVER: Look.AT_ONCE,
    Role.AUDITOR: Look.ON_REQUEST,
    Role.PRIVACY_OFFICER: Look.ON_REQUEST,
}
ACTIONS = {
    Verb.VIEW: Action(_EVERY_STATE, _READERS),
    Verb.REVEAL: Action(_EVERY_STATE, frozenset(PICTURE)),
    Verb.CLAIM: Action(REVIEWABLE, _REVIEWER, (Guard.FREE,)),
    Verb.PREFETCH: Action((State.TO_REVIEW,), _REVIEWER, (Guard.FREE,)),
    Verb.PREFETCH_TO_APPROVE: Action((State.TO_APPROVE,), _APPROVER, (Guard.FREE, Guard.FOUR_EYES)),
    Verb.RELEASE: Action(REVIEWABLE, _DESK, (Guard.HOLDS_OR_LEADS,)),
    Verb.TAKE_OVER: Action(REVIEWABLE, _REVIEWER),
    Verb.SKIP: Action(REVIEWABLE, _REVIEWER, _HELD),
    Verb.ASSIGN: Action(REVIEWABLE, frozenset({Role.LEAD})),
    Verb.TURN: Action(_EVERY_STATE, _REVIEWER | _APPROVER, (Guard.FREE,)),
    Verb.CORRECT: Action(REVIEWABLE, _REVIEWER, _HELD),
    Verb.CONFIRM: Action((State.TO_REVIEW,), _REVIEWER, _HELD),
    Verb.DISMISS: Action((State.TO_REVIEW,), _REVIEWER, _HELD),
    Verb.ENTER_BLIND: Action((State.TO_APPROVE,), _APPROVER, (Guard.FOUR_EYES,)),
    Verb.KEEP: Action((State.TO_APPROVE,), _APPROVER, (Guard.FOUR_EYES,)),
    Verb.ADOPT: Action((State.TO_APPROVE,), _APPROVER, (Guard.FOUR_EYES,)),
}
# Verbs that have no record yet, or all of them.
OFFICE = {
    Verb.UPLOAD: frozenset({Role.OPERATOR, Role.REVIEWER, Role.LEAD}),
    Verb.EXPORT: _READERS,
}
# Who may export whole numbers, with a stated purpose.
WHOLE_EXPORT = frozenset({Role.APPROVER, Role.LEAD, Role.PRIVACY_OFFICER})


def transitions(verb: Verb, source: str) -> tuple[Transition, ...]:
    """Return the lines of the table for ``verb`` out of the state ``source`` (none: refused)."""
    return tuple(line for line in TRANSITIONS if line.verb == verb and source in line.sources)


def prefetching(state: str) -> Verb:
    """Return the verb by which a record in ``state`` is fetched ahead."""
    return Verb.PREFETCH_TO_APPROVE if state == State.TO_APPROVE else Verb.PREFETCH


def diagram() -> str:
    """Return the table as a Mermaid state diagram, drawn in the README."""
    lines = ["stateDiagram-v2", "    [*] --> RECEIVED: upload"]
    for line in TRANSITIONS:
        lines += [f"    {source} --> {line.target}: {line.verb}" for source in line.sources]
    lines += [f"    {state} --> [*]" for state in TERMINAL_STATES]
    return "\n".join(lines)
