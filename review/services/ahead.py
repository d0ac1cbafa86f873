"""The next record at once: kept ready beside the one at the desk, to review or to approve.

Being ready is no claim and no work. It ends by itself, and until then nobody else is given the
record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, StaleRecord
from review.models import LicenseRecord
from review.permissions import check_can, check_roles
from review.services import assignment, audit, seeding, transitions, viewing
from review.workflow import ACTIONS, State, Verb, prefetching

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models.queries import RecordQuerySet


@transaction.atomic
def fetch(beside: LicenseRecord, *, by: User) -> LicenseRecord | None:
    """Keep the record that follows ``beside`` ready for KRDL_PREFETCH_TIME; None if none waits.

    What ``by`` has ready or holds already comes first.
    """
    _check_works_on(beside, by)
    ready, free = _waiting(beside, by)
    if mine := ready.exclude(pk=beside.pk).queue_order().first():
        return mine
    record = seeding.pick(free.exclude(pk=beside.pk), by=by)
    if record:
        until = timezone.now() + settings.KRDL_PREFETCH_TIME
        transitions.update(record, prefetched_by=by, prefetched_until=until)
        audit.write(prefetching(record.state), by=by, record=record)
    return record


@transaction.atomic
def show(record: LicenseRecord, *, by: User, seen_version: int) -> None:
    """Open what was fetched ahead, now that it is before ``by`` as they saw it, or StaleRecord.

    To review it is claimed. To approve there is no claim; nobody else is given it until the time
    that it was fetched for is over.
    """
    if record.version != seen_version:
        raise StaleRecord(_("%s was changed by somebody else meanwhile.") % record.number)
    if record.state == State.TO_APPROVE:
        check_can(Verb.PREFETCH_TO_APPROVE, by, record)
    else:
        assignment.claim(record, by=by)
    viewing.show_ahead(record, by=by)


def _check_works_on(beside: LicenseRecord, by: User) -> None:
    """Raise ActionDenied unless ``by`` has ``beside`` at the desk, or may decide about it."""
    if beside.state == State.TO_APPROVE:
        return check_can(Verb.SEND_BACK, by, beside)
    check_roles(by, ACTIONS[Verb.PREFETCH].roles)
    if not beside.is_held_by(by):
        raise ActionDenied(_("Claim the record first."))
    return None


def _waiting(beside: LicenseRecord, by: User) -> tuple[RecordQuerySet, RecordQuerySet]:
    """Return what ``by`` has ready of the kind of ``beside``, and what is free to be."""
    if beside.state == State.TO_APPROVE:
        mine = LicenseRecord.objects.approvable_by(by)
        return mine.fetched_ahead_by(by), mine.free_for(by)
    mine = LicenseRecord.objects.in_state(State.TO_REVIEW).not_skipped_by(by)
    return mine.claimed_by_user(by) | mine.fetched_ahead_by(by), mine.next_for(by)
