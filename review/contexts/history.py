"""The history of a record: audit events in words, numbers covered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from review.contexts.difference import Piece, pieces_merged
from review.contexts.values import as_on_card, is_covered, shown
from review.license_fields import BY_NAME
from review.models.field_value import Origin
from review.services import audit
from review.workflow import Proposal, RejectReason, Verb

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
    Verb.RELEASE: _("Release"),
    Verb.TAKE_OVER: _("Take over"),
    Verb.SKIP: _("Skip"),
    Verb.VIEW: _("View"),
    Verb.REVEAL: _("Reveal"),
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
    "attempt failed": _("Attempt failed"),
}
WHAT_WORDS = {"picture": _("image"), "portrait": _("portrait"), "numbers": _("numbers")}


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


def days(record: LicenseRecord) -> list[tuple[date, list[EventLine]]]:
    """Return the record's events by day, the newest first."""
    newest_first = reversed(list(audit.trail(record)))
    lines = [_line(event, record) for event in newest_first]
    return [
        (day, list(of_day))
        for day, of_day in groupby(lines, key=lambda line: timezone.localdate(line.at))
    ]


def verb_word(verb: str) -> str:
    """Return a verb of the trail in the language of the screen."""
    return str(VERB_WORDS.get(verb, verb))


def _line(event: AuditEvent, record: LicenseRecord) -> EventLine:
    values = audit.values_of(event, record)
    name = event.details.get("field", "")
    return EventLine(
        at=event.at,
        verb=verb_word(event.verb),
        subject=_subject(event.details),
        actor=event.actor or str(_("the system")),
        remark=" · ".join(str(word) for word in _remarks(event.details)),
        pieces=_pieces(name, values) if "after" in values else (),
        reason=values.get("reason") or values.get("text") or "",
    )


def _subject(details: dict[str, Any]) -> str:
    field = BY_NAME.get(details.get("field", ""))
    if field:
        return field.label((get_language() or "ko")[:2])
    return str(WHAT_WORDS.get(details.get("what", ""), ""))


def _remarks(details: dict[str, Any]) -> Iterator[object]:
    """Yield what else an event tells: origin, rule, proposal, reason, code, request id."""
    vocabularies = (("origin", Origin), ("proposal", Proposal), ("reason", RejectReason))
    for key, words in vocabularies:
        if details.get(key) in words.values:
            yield words(details[key]).label
    yield from (details[key] for key in ("rule", "code", "request", "purpose") if details.get(key))


def _pieces(name: str, values: dict[str, str]) -> tuple[Piece, ...]:
    before, after = values.get("before", ""), values["after"]
    if is_covered(name, revealed=False):
        gone, new = (shown(name, value, revealed=False) for value in (before, after))
        return tuple(Piece(kind, text) for kind, text in (("gone", gone), ("new", new)) if text)
    return pieces_merged(as_on_card(name, before), as_on_card(name, after))
