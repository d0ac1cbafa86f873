"""The second pair of eyes: submit, approve, send back, and the reasoned ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import FieldValue, Finding
from review.models.field_value import Origin
from review.permissions import check_can, check_can_accept
from review.services import audit, reasons, transitions, values
from review.workflow import Proposal, RejectReason, State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord

_UNDECIDED = {"decided_by": None, "decided_at": None}
_FREE = {"claimed_by": None, "claim_until": None}
# Rules whose suggestion follows from the resident number beyond doubt.
_DERIVABLE = ("sex.missing_derivable", "birthday.missing_derivable")


@transaction.atomic
def submit(
    record: LicenseRecord, *, by: User, proposal: str, reason: str = "", text: str = ""
) -> None:
    """Propose to accept, or to reject with a reason from the list; raises ActionDenied.

    What follows from the resident number (birth date, sex) is filled in on the way to accept.
    """
    check_can(Verb.SUBMIT, by, record)
    if proposal == Proposal.ACCEPT:
        _derive(record, by)
        check_can_accept(record)
        reason = text = ""
    elif proposal != Proposal.REJECT or reason not in RejectReason.values:
        raise ActionDenied(_("Choose a reason for the rejection."))
    elif reason == RejectReason.OTHER and not text.strip():
        raise ActionDenied(_("Describe the other reason."))
    transitions.move(
        record,
        Verb.SUBMIT,
        submitted_by=by,
        submitted_at=timezone.now(),
        proposal=proposal,
        reject_reason=reason,
        reject_text_box=record.seal("reject_text_box", text.strip()[:1000]),
        send_back_comment_box=b"",
        **_FREE,
    )
    details = {"proposal": str(proposal), "reason": str(reason)}
    audit.write(Verb.SUBMIT, by=by, record=record, details=details, values={"text": text})


@transaction.atomic
def approve(record: LicenseRecord, *, by: User) -> None:
    """Put the proposal into force; refused to whoever submitted or ever corrected the record."""
    check_can(Verb.APPROVE, by, record)
    accepted = record.proposal == Proposal.ACCEPT
    target = State.APPROVED if accepted else State.REJECTED
    try:
        with transaction.atomic():
            transitions.move(
                record, Verb.APPROVE, to=target, decided_by=by, decided_at=timezone.now()
            )
    except IntegrityError as error:
        raise ActionDenied(
            _("You worked on this record, so another person has to approve it.")
        ) from error
    audit.write(Verb.APPROVE, by=by, record=record, details={"proposal": record.proposal})


@transaction.atomic
def send_back(record: LicenseRecord, *, by: User, comment: str) -> None:
    """Return a submitted record to review, with a comment for the reviewer."""
    check_can(Verb.SEND_BACK, by, record)
    told = reasons.stated(comment)
    sealed = record.seal("send_back_comment_box", told)
    transitions.move(record, Verb.SEND_BACK, send_back_comment_box=sealed)
    audit.write(Verb.SEND_BACK, by=by, record=record, values={"reason": told})


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
    record.jobs.filter(state__in=("queued", "running")).update(
        state="done", finished_at=timezone.now(), lease_token=None, lease_until=None
    )
    audit.write(Verb.WITHDRAW, by=by, record=record, values={"reason": told})


def _derive(record: LicenseRecord, by: User) -> None:
    """Fill birth date and sex that follow from the resident number, as the submitter's act."""
    standing = record.values_by_name()
    for finding in record.findings.filter(status=Finding.Status.OPEN, rule__in=_DERIVABLE):
        if finding.suggestions:
            field = standing.get(finding.field) or FieldValue(record=record, name=finding.field)
            field.record = record
            value = finding.suggestions[0]["value"]
            values.write(field, value, by=by, origin=Origin.DERIVED, rule=finding.rule)
