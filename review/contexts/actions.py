"""What the action bar offers: every verb of the state, the refused ones with their sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from review import permissions
from review.exceptions import ActionDenied
from review.services import viewing
from review.workflow import REVIEWABLE, State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord


@dataclass(frozen=True)
class Action:
    """One button: its route, words, act with a key; with ``question`` it first asks for a reason.

    ``field`` is the name under which the answer is sent; ``refusal`` is the sentence that a
    person reads who may not do this now; where it ``ends`` the work, the next record follows.
    """

    route: str
    url: str
    label: str
    icon: str
    key: str = ""
    look: str = "quiet"
    question: str = ""
    field: str = "reason"
    refusal: str | None = None
    file: bool = False
    ends: bool = False


def bar(user: User, record: LicenseRecord) -> tuple[Action, ...]:
    """Return the buttons of a record at the desk, in the order of the bar, submit aside."""
    return tuple(_of_state(user, record))


def seldom(user: User, record: LicenseRecord) -> tuple[Action, ...]:
    """Return what is needed now and then and allowed to this person: the menu of the bar."""
    offers = (
        _offer(user, record, Verb.RECOGNIZE, "recognize", _("Recognize again"), "refresh"),
        _offer(user, record, Verb.REPLACE, "replace", _("Replace the image"), "upload", file=True),
        _offer(user, record, Verb.WITHDRAW, "withdraw", _("Withdraw"), "x", question=_("Reason")),
    )
    return tuple(offer for offer in offers if offer.refusal is None)


def accept_refusal(user: User, record: LicenseRecord) -> str | None:
    """Return why a submission with the proposal accept is refused now, or None."""
    refusal = permissions.refusal(Verb.SUBMIT, user, record)
    if refusal:
        return refusal
    try:
        permissions.check_can_accept(record)
    except ActionDenied as denied:
        return str(denied)
    return None


def _of_state(user: User, record: LicenseRecord) -> Iterator[Action]:
    offer, why = partial(_offer, user, record), _("Reason")
    if not (record.is_held_by(user) or viewing.revealed_until(record, user)):
        purpose = {"question": _("What are the whole numbers needed for?"), "field": "purpose"}
        yield offer(Verb.REVEAL, "reveal", _("Reveal…"), "eye", key="reveal", **purpose)
    if record.state in REVIEWABLE:
        yield _claim(user, record)
        yield offer(Verb.SKIP, "skip", _("Skip…"), "skip", key="skip", question=why, ends=True)
    if record.state == State.TO_REVIEW:
        asking = {"question": why, "ends": True}
        yield offer(Verb.ESCALATE, "escalate", _("Escalate…"), "flag", key="escalate", **asking)
    if record.state == State.ESCALATED:
        question = {"question": _("Comment"), "field": "comment"}
        yield offer(Verb.RETURN, "return", _("Return…"), "back", look="main", **question)
    if record.state in {State.APPROVED, State.REJECTED}:
        yield offer(Verb.REOPEN, "reopen", _("Reopen…"), "undo", look="", question=why)


def _claim(user: User, record: LicenseRecord) -> Action:
    """Return what can be done about the claim: give it up, take it, or take it over.

    Who leads gives up anybody's and takes none over.
    """
    offer, refusal = partial(_offer, user, record), partial(permissions.refusal, user=user)
    leads = refusal(Verb.TAKE_OVER, record=record) and not refusal(Verb.RELEASE, record=record)
    if record.is_held_by(user) or leads:
        return offer(Verb.RELEASE, "release", _("Release"), "lock")
    if record.claim_is_live():
        question = {"question": _("Reason")}
        return offer(Verb.TAKE_OVER, "take-over", _("Take over…"), "lock", look="", **question)
    return offer(Verb.CLAIM, "claim", _("Claim"), "lock", look="main")


def _offer(
    user: User, record: LicenseRecord, verb: Verb, route: str, label: str, icon: str, **more: Any
) -> Action:
    """Return the button of ``verb``, refused or not."""
    refusal = permissions.refusal(verb, user, record)
    return Action(route, reverse(route, args=[record.pk]), label, icon, refusal=refusal, **more)
