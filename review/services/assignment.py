"""Who works on what: claims with a lease, hand-overs, skips, and the way up and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import LicenseRecord, Skip
from review.permissions import check_can, has_role
from review.services import audit, reasons, seeding, transitions
from review.workflow import ACTIONS, REVIEWABLE, Role, State, Verb

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User

_FREE, _hold = transitions.FREE, transitions.hold


@transaction.atomic
def claim(record: LicenseRecord, *, by: User) -> None:
    """Hold the record for KRDL_CLAIM_TIME; raises ActionDenied when somebody else holds it."""
    check_can(Verb.CLAIM, by, record)
    if not record.is_held_by(by):
        _hold(record, by)
        audit.write(Verb.CLAIM, by=by, record=record)


@transaction.atomic
def claim_next(*, by: User) -> LicenseRecord | None:
    """Claim the most doubtful free record, of equals the oldest; None when none waits.

    A record that ``by`` already holds comes first, so that nobody hoards.
    """
    if not has_role(by, Role.REVIEWER):
        raise ActionDenied(_("Only reviewers claim records."))
    held = LicenseRecord.objects.in_state(*REVIEWABLE).claimed_by_user(by)
    if mine := held.not_skipped_by(by).queue_order().first():
        return mine
    free = LicenseRecord.objects.in_state(State.TO_REVIEW).not_skipped_by(by).next_for(by)
    record = seeding.pick(free, by=by)
    if record:
        _hold(record, by)
        audit.write(Verb.CLAIM, by=by, record=record)
    return record


@transaction.atomic
def release(record: LicenseRecord, *, by: User) -> None:
    """Give the record back to the queue; a lead does so for whoever holds it."""
    check_can(Verb.RELEASE, by, record)
    holder = record.claimed_by_id
    transitions.update(record, **_FREE)
    audit.write(Verb.RELEASE, by=by, record=record, details={"from": holder})


@transaction.atomic
def renew(record: LicenseRecord, *, by: User) -> None:
    """Extend one's own claim while working; silent when it is somebody else's.

    Who is no reviewer any more keeps a claim no longer than it ran.
    """
    if not has_role(by, *ACTIONS[Verb.CLAIM].roles):
        return
    until = timezone.now() + settings.KRDL_CLAIM_TIME
    held = LicenseRecord.objects.filter(pk=record.pk).claimed_by_user(by)
    if held.update(claim_until=until):
        record.claim_until = until
        for_review = record.reveals.filter(user=by, with_claim=True, until__gt=timezone.now())
        for_review.update(until=until)


@transaction.atomic
def leave(record: LicenseRecord, *, by: User, seen: datetime) -> None:
    """Release one's own claim on leaving the page that showed it until ``seen``.

    Silent when the claim was renewed since: the record is open on a newer page. It takes no role,
    only the claim: whoever holds a record may give it up.
    """
    held = LicenseRecord.objects.filter(pk=record.pk, claim_until=seen).claimed_by_user(by)
    if held.update(**_FREE):
        audit.write(Verb.RELEASE, by=by, record=record, details={"left": True})


@transaction.atomic
def leave_all(*, by: User) -> None:
    """Release everything that ``by`` holds, on signing out."""
    for record in LicenseRecord.objects.claimed_by_user(by):
        transitions.update(record, **_FREE)
        audit.write(Verb.RELEASE, by=by, record=record, details={"left": True})


@transaction.atomic
def take_over(record: LicenseRecord, *, by: User, reason: str) -> None:
    """Take a record from its holder, with a reason that the trail keeps."""
    check_can(Verb.TAKE_OVER, by, record)
    told = reasons.stated(reason)
    holder = record.claimed_by_id
    _hold(record, by)
    audit.write(
        Verb.TAKE_OVER, by=by, record=record, details={"from": holder}, values={"reason": told}
    )


@transaction.atomic
def skip(record: LicenseRecord, *, by: User, reason: str) -> None:
    """Put a record aside for an hour, with a reason, and give it back to the queue."""
    check_can(Verb.SKIP, by, record)
    told = reasons.stated(reason)
    record.skips.update_or_create(user=by, defaults={"until": timezone.now() + Skip.TIME})
    transitions.update(record, **_FREE)
    audit.write(Verb.SKIP, by=by, record=record, values={"reason": told})


@transaction.atomic
def assign(record: LicenseRecord, *, by: User, to: User) -> None:
    """Hand a record to a reviewer; for leads."""
    check_can(Verb.ASSIGN, by, record)
    if not has_role(to, Role.REVIEWER):
        raise ActionDenied(_("%s is no reviewer.") % to)
    holder = record.claimed_by_id if record.claim_is_live() else None
    _hold(record, to)
    audit.write(Verb.ASSIGN, by=by, record=record, details={"to": to.pk, "from": holder})


@transaction.atomic
def escalate(record: LicenseRecord, *, by: User, reason: str) -> None:
    """Pass a record up to the approvers, with a reason."""
    check_can(Verb.ESCALATE, by, record)
    told = reasons.stated(reason)
    transitions.move(record, Verb.ESCALATE, **_FREE)
    audit.write(Verb.ESCALATE, by=by, record=record, values={"reason": told})


@transaction.atomic
def give_back(record: LicenseRecord, *, by: User, comment: str) -> None:
    """Return an escalated record to review, with a comment (the verb "return")."""
    check_can(Verb.RETURN, by, record)
    told = reasons.stated(comment)
    sealed = record.seal("send_back_comment_box", told)
    transitions.move(record, Verb.RETURN, send_back_comment_box=sealed)
    audit.write(Verb.RETURN, by=by, record=record, values={"reason": told})
