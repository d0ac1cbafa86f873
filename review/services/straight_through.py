"""Straight through: clean records of trusted sources that the system approves for a share.

Chance decides once in a record's life, right after its first reading, and nobody can foresee it.
A part of the share goes to full review instead (the sample), so that what passes can be judged.
What chance said is kept on the record and in the trail's line of the check, not on the screens of
those who review: a record known to be a sample would be looked at harder.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from review.exceptions import ActionDenied
from review.models import Finding
from review.models.finding import Severity
from review.permissions import check_can_accept
from review.services import audit, derived, number_handling, office, transitions
from review.workflow import Draw, Proposal, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from review.models import LicenseRecord

_FILLED = ("Sex", "Birthday")


def draw(record: LicenseRecord, *, by: None = None) -> dict[str, Any]:
    """Let chance decide about a record just checked; return what the trail tells of it.

    {} where the policy is off or the record is none that might pass. While fields have to be
    entered twice nothing passes: nobody would enter them the second time.
    """
    share = office.value("straight_through_percent")
    if not (share and _may_pass(record)):
        return {}
    if twice := office.value("blind_entry_fields"):
        return {"share": share, "entered_twice": twice}
    sample = office.value("sample_percent")
    transitions.update(record, draw=_drawn(share, sample))
    return {"draw": str(record.draw), "share": share, "sample": sample}


def pass_on(record: LicenseRecord, drawn: Mapping[str, Any], *, by: None = None) -> None:
    """Approve a record that was drawn to pass; one that turns out wanting stays to review."""
    if record.draw != Draw.PASSED or not drawn:
        return
    try:
        with transaction.atomic():
            _approve(record, drawn)
    except ActionDenied:
        record.refresh_from_db()
        transitions.update(record, draw=Draw.REVIEW)


def _may_pass(record: LicenseRecord) -> bool:
    """Return whether this is the first reading, from a trusted source, with nothing doubted."""
    doubts = record.findings.exclude(status=Finding.Status.CORRECTED)
    untouched = record.submitted_by_id is None and not record.corrections.exists()
    return (
        not (record.draw or record.seeded)
        and record.source.trusted
        and untouched
        and record.extractions.count() == 1
        and not doubts.filter(severity__in=(Severity.ERROR, Severity.WARNING)).exists()
    )


def _drawn(share: int, sample: int) -> Draw:
    if secrets.randbelow(100) >= share:
        return Draw.REVIEW
    return Draw.SAMPLE if secrets.randbelow(100) < sample else Draw.PASSED


def _approve(record: LicenseRecord, drawn: Mapping[str, Any]) -> None:
    """Fill what follows from the resident number and approve, in the caller's transaction."""
    derived.fill(record, by=None)
    standing = record.values_by_name()
    if not all(name in standing and standing[name].value for name in _FILLED):
        raise ActionDenied("Sex or Birthday follows from nothing")
    check_can_accept(record)
    transitions.move(
        record,
        Verb.STRAIGHT,
        straight_through=True,
        proposal=Proposal.ACCEPT,
        decided_at=timezone.now(),
        **transitions.FREE,
    )
    policy = {name: drawn[name] for name in ("share", "sample")}
    audit.write(Verb.STRAIGHT, by=None, record=record, details={"policy": policy})
    number_handling.apply(record, by=None)
