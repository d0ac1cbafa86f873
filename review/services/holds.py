"""Legal holds: while one stands, nothing of a record is destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import LegalHold, LicenseRecord
from review.permissions import check_roles
from review.services import audit, reasons
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LONGEST = 300


@transaction.atomic
def hold(record: LicenseRecord, *, by: User, reason: str) -> LegalHold:
    """Keep a record from destruction until the hold is lifted; for privacy officers."""
    check_roles(by, {Role.PRIVACY_OFFICER})
    told = reasons.stated(reason)[:LONGEST]
    if LicenseRecord.objects.select_for_update().get(pk=record.pk).purged_at:
        raise ActionDenied(_("The data of this record was destroyed."))
    placed, created = LegalHold.objects.get_or_create(
        record=record, lifted_at=None, defaults={"placed_by": by}
    )
    if created:
        audit.write("hold", by=by, record=record, values={"reason": told})
    return placed


@transaction.atomic
def lift(record: LicenseRecord, *, by: User, reason: str) -> None:
    """Let a record be destroyed again; raises ActionDenied where no hold stands."""
    check_roles(by, {Role.PRIVACY_OFFICER})
    told = reasons.stated(reason)[:LONGEST]
    standing = LegalHold.objects.filter(record=record, lifted_at=None)
    if standing.update(lifted_by=by, lifted_at=timezone.now()) != 1:
        raise ActionDenied(_("This record is not under legal hold."))
    audit.write("lift hold", by=by, record=record, values={"reason": told})


def is_held(record: LicenseRecord) -> bool:
    """Return whether a legal hold keeps the record from destruction."""
    return LegalHold.objects.filter(record=record, lifted_at=None).exists()
