"""The end of a record's data: images, values, indexes and keys go, the trail stays.

Personal Information Protection Act, art. 21: data is destroyed without delay, and unrecoverably,
when the time of keeping is over. How long that is stands at the source, by outcome.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import (
    AuditEvent,
    ImageBand,
    LegalHold,
    LicenseRecord,
    NumberKey,
    RecordKey,
    Source,
)
from review.services import audit, destructions, disposal, transitions
from review.workflow import TERMINAL_STATES, State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

DRY_RUN = "purge dry run"
DRY_RUN_HOLDS = timedelta(hours=24)
_KEPT = {
    State.APPROVED: "keep_approved_days",
    State.REJECTED: "keep_rejected_days",
    State.WITHDRAWN: "keep_withdrawn_days",
}
# Rows of a record that hold nothing but its data.
_ROWS = ("values", "findings", "extractions", "drafts", "blind_entries", "field_comments")


def expired(at: datetime, kept: Mapping[str, Mapping[str, int]]) -> Iterator[LicenseRecord]:
    """Yield the records whose time of keeping was over at ``at`` and that no hold has held since.

    ``kept`` tells the days by source and outcome at that time; where more are kept now, that holds.
    """
    for source in Source.objects.filter(key__in=kept):
        for state, days in _days(source).items():
            limit = at - timedelta(days=max(days, kept[source.key][state]))
            yield from _ended(source, state, at).filter(changed_at__lte=limit).iterator()


def dry_run(*, by: User | None) -> list[LicenseRecord]:
    """Return what a purge would destroy now, and note in the trail that somebody looked."""
    now, kept = timezone.now(), {source.key: _days(source) for source in Source.objects.all()}
    found = list(expired(now, kept))
    details = {"at": now.isoformat(), "records": len(found), "kept": kept}
    audit.write(DRY_RUN, by=by, details=details)
    return found


def purge(*, by: User | None) -> Iterator[LicenseRecord]:
    """Destroy, one by one, what the last dry run listed; raises ActionDenied without one.

    A dry run holds for a day; what expired after it, or by a time that was shortened or a hold that
    was lifted since, waits for the next. One of a time to come was made on a wrong clock, which
    took records for expired that are not.
    """
    now = timezone.now()
    looked = AuditEvent.objects.filter(verb=DRY_RUN, at__gte=now - DRY_RUN_HOLDS, at__lte=now)
    listed = looked.order_by("seq").last()
    at = parse_datetime(listed.details["at"]) if listed else None
    if listed is None or at is None:
        raise ActionDenied(_("Look first: a dry run of the last 24 hours is needed."))
    for record in expired(at, listed.details.get("kept", {})):
        destroy(record, by=by)
        yield record


@transaction.atomic
def destroy(
    record: LicenseRecord,
    *,
    by: User | None,
    verb: str = Verb.PURGE,
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    again: bool = False,
) -> None:
    """Destroy everything personal of a decided or withdrawn record, for good.

    Raises ActionDenied while the record is open or under a legal hold, and a second time.
    ``again``: a restore brought it back; a hold that came with it was lifted before it first went.
    """
    # Locked, so that no hold comes between the look and the end.
    LicenseRecord.objects.select_for_update().get(pk=record.pk)
    _check_may_go(record)
    if record.holds.filter(lifted_at=None).exists() and not again:
        raise ActionDenied(_("%s is under a legal hold.") % record.number)
    images = _give_up_images(record)
    for name in _ROWS:
        getattr(record, name).all().delete()
    # Who corrected stays, for the four eyes; what they wrote goes.
    record.corrections.update(before_box=b"", after_box=b"")
    RecordKey.objects.filter(record=record).delete()
    NumberKey.objects.filter(record=record).delete()
    transitions.update(
        record, purged_at=timezone.now(), reject_text_box=b"", send_back_comment_box=b""
    )
    # Read anew, without the key: the reason outlives what it was stated for.
    gone, values = LicenseRecord.objects.get(pk=record.pk), {"reason": reason} if reason else None
    told = {"images": images, **(details or {})}
    audit.write(verb, by=by, record=gone, details=told, values=values)
    transaction.on_commit(destructions.note)


def _days(source: Source) -> dict[str, int]:
    """Return how many days a source keeps each outcome."""
    return {state.value: getattr(source, column) for state, column in _KEPT.items()}


def _ended(source: Source, state: str, at: datetime) -> QuerySet[LicenseRecord]:
    held = LegalHold.objects.filter(Q(lifted_at=None) | Q(lifted_at__gt=at)).values("record")
    ended = LicenseRecord.objects.in_state(state).filter(source=source, purged_at=None)
    return ended.exclude(pk__in=held).order_by("pk")


def _check_may_go(record: LicenseRecord) -> None:
    if record.purged_at:
        raise ActionDenied(_("The data of this record was destroyed."))
    if record.state not in TERMINAL_STATES:
        raise ActionDenied(_("%s is still open: withdraw it first.") % record.number)


def _give_up_images(record: LicenseRecord) -> int:
    """Have the files deleted, and forget hashes, boxes and likeness; return how many images."""
    ImageBand.objects.filter(image__record=record).delete()
    for image in record.images.all():
        disposal.doom(image.stored_name)
        disposal.doom(image.covered_name)
        image.stored_name = image.covered_name = ""
        image.digest, image.number_places, image.portrait_box = secrets.token_hex(32), [], b""
        image.to_drop = False
        image.save()
    return record.images.count()
