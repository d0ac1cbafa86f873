"""The second pair of eyes: submit, approve, send back, and the reasoned ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.license_fields import TYPED_NAMES
from review.models import FieldComment
from review.permissions import check_can, check_can_accept
from review.services import (
    attention,
    audit,
    blind,
    derived,
    drafts,
    jobs,
    number_handling,
    reasons,
    reject_reasons,
    seeding,
    transitions,
)
from review.workflow import Proposal, State, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from review.models import LicenseRecord

_UNDECIDED: dict[str, Any] = {"decided_by": None, "decided_at": None, "straight_through": False}
_FREE = transitions.FREE


@transaction.atomic
def submit(
    record: LicenseRecord,
    *,
    by: User,
    proposal: str,
    reason: str = "",
    text: str = "",
    sure: bool = False,
) -> None:
    """Propose to accept, or to reject with a reason from the list; raises ActionDenied.

    What follows from the resident number (birth date, sex) is filled in on the way to accept.
    After a look that was too short it raises LookAgain, unless ``by`` is ``sure``. A test record
    ends here.
    """
    check_can(Verb.SUBMIT, by, record)
    drafts.check_none(record, by=by, language=get_language() or "ko")
    reason, text = _proposed(record, proposal, reason, text, by)
    look = attention.check_look(record, by=by, sure=sure)
    told = reasons.told(text)
    transitions.move(
        record,
        Verb.SUBMIT,
        submitted_by=by,
        submitted_at=timezone.now(),
        proposal=proposal,
        reject_reason=reason,
        reject_text_box=record.seal("reject_text_box", told),
        send_back_comment_box=b"",
        **_FREE,
    )
    drafts.clear(record, by=by)
    record.field_comments.filter(answered_at=None).update(answered_at=timezone.now())
    details = {"proposal": str(proposal), "reason": reason, **look}
    audit.write(Verb.SUBMIT, by=by, record=record, details=details, values={"text": told})
    if record.seeded:
        seeding.end(record, by=by)


@transaction.atomic
def approve(record: LicenseRecord, *, by: User, sure: bool = False) -> None:
    """Put the proposal into force; refused to whoever submitted or ever corrected the record.

    Refused as well while a blind second entry is open, or an error that a new check found. After
    a look that was too short it raises LookAgain, unless ``by`` is ``sure``.
    """
    check_can(Verb.APPROVE, by, record)
    blind.check_done(record, by=by)
    accepted = record.proposal == Proposal.ACCEPT
    if accepted:
        check_can_accept(record)
    look = attention.check_look(record, by=by, sure=sure)
    target = State.APPROVED if accepted else State.REJECTED
    try:
        with transaction.atomic():
            decided = {"decided_by": by, "decided_at": timezone.now()}
            transitions.move(record, Verb.APPROVE, to=target, **decided, **_FREE)
    except IntegrityError as error:
        raise ActionDenied(
            _("You worked on this record, so another person has to approve it.")
        ) from error
    details = {"proposal": record.proposal, **look}
    audit.write(Verb.APPROVE, by=by, record=record, details=details)
    number_handling.apply(record, by=by)


@transaction.atomic
def send_back(
    record: LicenseRecord, *, by: User, comment: str = "", comments: Mapping[str, str] | None = None
) -> None:
    """Return a submitted record to review: with a comment, or with ``comments`` by field."""
    check_can(Verb.SEND_BACK, by, record)
    by_field = {name: reasons.told(text) for name, text in (comments or {}).items() if text.strip()}
    told = reasons.stated(comment.strip() or "; ".join(by_field.values()))
    for name, text in by_field.items():
        _comment(record, name, text, by)
    sealed = record.seal("send_back_comment_box", told)
    transitions.move(record, Verb.SEND_BACK, send_back_comment_box=sealed, **_FREE)
    audit.write(
        Verb.SEND_BACK,
        by=by,
        record=record,
        details={"fields": list(by_field)},
        values={"reason": told, "comments": by_field},
    )


@transaction.atomic
def reopen(record: LicenseRecord, *, by: User, reason: str) -> None:
    """Bring a decided record back to review, with a reason."""
    check_can(Verb.REOPEN, by, record)
    told = reasons.stated(reason)
    transitions.move(record, Verb.REOPEN, **_UNDECIDED)
    audit.write(Verb.REOPEN, by=by, record=record, values={"reason": told})


@transaction.atomic
def withdraw(record: LicenseRecord, *, by: User, reason: str) -> None:
    """End an open record without a decision, with a reason."""
    check_can(Verb.WITHDRAW, by, record)
    told = reasons.stated(reason)
    transitions.move(record, Verb.WITHDRAW, **_FREE)
    drafts.clear(record, by=by)
    jobs.cancel(record, by=by)
    audit.write(Verb.WITHDRAW, by=by, record=record, values={"reason": told})


def _comment(record: LicenseRecord, name: str, text: str, by: User) -> None:
    """Write a comment to one field, for whoever submitted the record."""
    if name not in TYPED_NAMES:
        raise ActionDenied(_("This field cannot be corrected."))
    comment = FieldComment(record=record, name=name, by=by, to=record.submitted_by)
    comment.text = text
    comment.save()


def _proposed(
    record: LicenseRecord, proposal: str, reason: str, text: str, by: User
) -> tuple[str, str]:
    """Return the reason and its words, none to accept; raises ActionDenied where it cannot be."""
    if proposal == Proposal.ACCEPT:
        derived.fill(record, by=by)
        check_can_accept(record)
        return "", ""
    if proposal == Proposal.REJECT:
        reject_reasons.chosen(reason, text)
        return reason, text
    raise ActionDenied(_("Propose to accept or to reject."))
