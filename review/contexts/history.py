"""The history of a record: audit events in words, numbers covered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from review.contexts.difference import Piece, pieces_merged
from review.contexts.values import as_on_card, called, is_covered, shown
from review.license_fields import BY_NAME
from review.models.field_value import Origin
from review.models.source import NumberHandling
from review.services import audit, reject_reasons, viewing
from review.workflow import Proposal, Verb

if TYPE_CHECKING:
    from review.models import AuditEvent, LicenseRecord

VERB_WORDS = {
    Verb.UPLOAD: _("Upload"),
    Verb.RECOGNIZE: _("Recognize"),
    Verb.RETRY: _("Retry"),
    Verb.FINISH: _("Check"),
    Verb.GIVE_UP: _("Give up reading"),
    Verb.ASSIGN: _("Assign"),
    Verb.CLAIM: _("Claim"),
    Verb.PREFETCH: _("Fetch ahead"),
    Verb.PREFETCH_TO_APPROVE: _("Fetch ahead to approve"),
    Verb.RELEASE: _("Release"),
    Verb.TAKE_OVER: _("Take over"),
    Verb.SKIP: _("Skip"),
    Verb.VIEW: _("View"),
    Verb.REVEAL: _("Reveal"),
    Verb.TURN: _("Turn the image"),
    Verb.CORRECT: _("Correct"),
    Verb.CONFIRM: _("Confirm"),
    Verb.DISMISS: _("Dismiss"),
    Verb.SUBMIT: _("Submit"),
    Verb.APPROVE: _("Approve"),
    Verb.SEND_BACK: _("Send back"),
    Verb.ESCALATE: _("Escalate"),
    Verb.RETURN: _("Return"),
    Verb.WITHDRAW: _("Withdraw"),
    Verb.REOPEN: _("Reopen"),
    Verb.REPLACE: _("Replace the image"),
    Verb.TYPE_BY_HAND: _("Type by hand"),
    Verb.EXPORT: _("Export"),
    Verb.ENTER_BLIND: _("Enter blind"),
    Verb.KEEP: _("Keep the first value"),
    Verb.ADOPT: _("Adopt the second entry"),
    Verb.STRAIGHT: _("Pass straight through"),
    Verb.SET_ASIDE: _("Set aside"),
    "add test card": _("Add a card for test records"),
    "retire test card": _("Retire a card for test records"),
    "give test record": _("Give out a test record"),
    "attempt failed": _("Attempt failed"),
    "search": _("Search"),
    "view trail": _("View the trail"),
    "download trail": _("Download the trail"),
    "sign review": _("Sign a month"),
    "close audit": _("Close a period"),
    "sign in": _("Sign in"),
    "sign in failed": _("Sign-in failed"),
    "sign out": _("Sign out"),
    "open account": _("Open an account"),
    "change account": _("Change an account"),
    "change person": _("Change how a person signs in"),
    "change own account": _("Change one's own account"),
    "change password": _("Change one's password"),
    "set password": _("Set a password"),
    "unlock": _("Lift a lock"),
    "ask change": _("Ask for a change"),
    "confirm change": _("Confirm a change"),
    "refuse change": _("Refuse a change"),
    "change policy": _("Change a policy"),
    "change rule": _("Change a rule"),
    "trust source": _("Change the trust in a source"),
    "recheck": _("Check again"),
    "retry job": _("Retry a job"),
    "resume engine": _("Resume the engine"),
    "create service key": _("Give out a service key"),
    "revoke service key": _("Revoke a service key"),
    "create demo": _("Create the demo"),
    "change reject reason": _("Change a reject reason"),
    "repair counts": _("Repair the counts"),
    "rotate keys": _("Rotate the keys"),
    "add factor": _("Add a second factor"),
    "remove factor": _("Remove a second factor"),
    "reset factor": _("Reset a second factor"),
    "view recovery codes": _("View recovery codes"),
    "link single sign-on": _("Link single sign-on"),
    "end session": _("End sessions"),
    "session over": _("Session over"),
    "locate": _("Locate the fields"),
    "handle number": _("Resident number"),
    "purge": _("Purge"),
    "purge dry run": _("Dry run of a purge"),
    "change source": _("Change a source"),
    "open source": _("Open a source"),
    "hold": _("Legal hold"),
    "lift hold": _("Lift the hold"),
    "erase": _("Erase"),
    "export person": _("Export of a person's data"),
}
WHAT_WORDS = {
    "picture": _("image"),
    "portrait": _("portrait"),
    "numbers": _("numbers"),
    "prefetched": _("fetched ahead"),
}
PURPOSE_WORDS = {viewing.REVIEW_PURPOSE: _("review")}


@dataclass(frozen=True)
class EventLine:
    """One event: when, which verb, on what, by whom, and the values it changed."""

    at: datetime
    verb: str
    subject: str
    actor: str
    remark: str
    pieces: tuple[Piece, ...]
    reason: str


def days(record: LicenseRecord, hidden: Collection[str] = ()) -> list[tuple[date, list[EventLine]]]:
    """Return the record's events by day, the newest first; without values of ``hidden`` fields."""
    events = list(audit.trail(record))
    names = _names(events)
    lines = [_line(event, record, hidden, names) for event in reversed(events)]
    return [
        (day, list(of_day))
        for day, of_day in groupby(lines, key=lambda line: timezone.localdate(line.at))
    ]


def verb_word(verb: str) -> str:
    """Return a verb of the trail in the language of the screen."""
    return str(VERB_WORDS.get(verb, verb))


def _names(events: list[AuditEvent]) -> dict[int | None, str]:
    """Return how those who acted are called, by account; the trail itself keeps user names."""
    actors = User.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    return {key: called(actor) for key, actor in actors.items()}


def _line(
    event: AuditEvent, record: LicenseRecord, hidden: Collection[str], names: dict[int | None, str]
) -> EventLine:
    unseen = event.details.get("field") in hidden
    values = {} if unseen else audit.values_of(event, record)
    name = event.details.get("field", "")
    return EventLine(
        at=event.at,
        verb=verb_word(event.verb),
        subject=subject(event.details),
        actor=names.get(event.actor_id) or event.actor or str(_("the system")),
        remark=remark(event.details),
        pieces=_pieces(name, values) if "after" in values else (),
        reason=_reason(values),
    )


def remark(details: dict[str, Any]) -> str:
    """Return what else an event tells, in words."""
    return " · ".join(str(word) for word in _remarks(details))


def subject(details: dict[str, Any]) -> str:
    """Return the field, or the part of the record, that an event is about."""
    field = BY_NAME.get(details.get("field", ""))
    if field:
        return field.label((get_language() or "ko")[:2])
    return str(WHAT_WORDS.get(details.get("what", ""), ""))


def _remarks(details: dict[str, Any]) -> Iterator[object]:
    """Yield what else an event tells: origin, rule, proposal, reason, code, request id."""
    vocabularies = (("handling", NumberHandling), ("origin", Origin), ("proposal", Proposal))
    for key, words in vocabularies:
        if details.get(key) in words.values:
            yield words(details[key]).label
    if details.get("proposal") and details.get("reason"):
        yield reject_reasons.label(details["reason"], (get_language() or "ko")[:2])
    elif details.get("reason"):
        yield details["reason"]
    if isinstance(details.get("policy"), dict):
        yield _("policy: %(share)s %%, sample %(sample)s %%") % details["policy"]
    yield from (details[key] for key in ("rule", "code", "request") if details.get(key))
    if purpose := details.get("purpose"):
        yield PURPOSE_WORDS.get(purpose, purpose)


def _reason(values: dict[str, Any]) -> str:
    """Return what was said: a reason, or a comment with what was written to single fields."""
    if "destroyed" in values:
        return str(_("The values were destroyed."))
    said = [values.get("reason") or values.get("text") or "", *values.get("comments", {}).values()]
    return "; ".join(dict.fromkeys(filter(None, said)))


def _pieces(name: str, values: dict[str, str]) -> tuple[Piece, ...]:
    before, after = values.get("before", ""), values["after"]
    if is_covered(name, before, after, revealed=False):
        gone, new = (shown(name, value, revealed=False) for value in (before, after))
        return tuple(Piece(kind, text) for kind, text in (("gone", gone), ("new", new)) if text)
    return pieces_merged(as_on_card(name, before), as_on_card(name, after))
