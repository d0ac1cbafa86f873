"""Reads of personal data: who opened what, and when numbers were uncovered."""

from __future__ import annotations

import base64
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import Reveal, leases
from review.ocr import images
from review.permissions import check_can, check_roles, roles_of
from review.services import audit, reasons
from review.workflow import Role, Verb, prefetching

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.contrib.auth.models import User

    from review.models import LicenseRecord

REVIEW_PURPOSE = "review"
VIEW_TRAIL = "view trail"
TRAIL_READERS = (Role.AUDITOR, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)


def view(record: LicenseRecord, *, by: User) -> None:
    """Write down that ``by`` opened the record; raises ActionDenied."""
    check_can(Verb.VIEW, by, record)
    audit.write(Verb.VIEW, by=by, record=record)


def view_trail(
    *, by: User, record: LicenseRecord | None = None, asked: Mapping[str, str] | None = None
) -> None:
    """Write down that ``by`` reads the trail: of ``record``, or what was ``asked`` of all of it."""
    if record:
        check_can(Verb.VIEW, by, record)
    else:
        check_roles(by, TRAIL_READERS)
    audit.write(VIEW_TRAIL, by=by, record=record, details=asked)


class Sight(StrEnum):
    """What a person gets to see of a record's picture now."""

    COVERED = "covered"
    WHOLE = "whole"
    LOCKED = "locked"
    GONE = "gone"


def sight_of(record: LicenseRecord, user: User) -> Sight:
    """Return what ``user`` sees of the picture: whole after a reveal, otherwise covered.

    LOCKED means that no cover holds, so that it takes a reveal; GONE that it was destroyed.
    """
    image = None if record.purged_at else record.image
    if image is None:
        return Sight.GONE
    if image.stored_name and _sees_whole(record, user):
        return Sight.WHOLE
    if image.is_covered:
        return Sight.COVERED
    return Sight.LOCKED if image.stored_name else Sight.GONE


@transaction.atomic
def show_picture(record: LicenseRecord, *, by: User) -> bytes:
    """Return the picture for the browser (JPEG, upright, no EXIF), covered or whole.

    The whole one counts as a reveal; raises ActionDenied where it takes one first.
    """
    check_can(Verb.REVEAL, by, record)
    image, sight = record.image, sight_of(record, by)
    _refuse_unseen(sight)
    whole = sight is Sight.WHOLE
    details = {"what": "picture", "image": image.pk}
    audit.write(Verb.REVEAL if whole else Verb.VIEW, by=by, record=record, details=details)
    return images.display(image.read()) if whole else image.read_cover()


@transaction.atomic
def fetch_picture_ahead(record: LicenseRecord, *, by: User) -> bytes:
    """Return the covered picture of the record that ``by`` has ready as the next one.

    Not yet a look; raises ActionDenied where no cover holds.
    """
    verb = prefetching(record.state)
    check_can(verb, by, record)
    ready = record.is_fetched_ahead() and record.prefetched_by_id == by.pk
    if not (ready or record.is_held_by(by)):
        raise ActionDenied(_("Only the next record is fetched ahead."))
    image = record.image
    if not image.is_covered:
        _refuse_unseen(Sight.LOCKED)
    details = {"what": "picture", "image": image.pk}
    audit.write(verb, by=by, record=record, details=details)
    return image.read_cover()


@transaction.atomic
def show_ahead(record: LicenseRecord, *, by: User) -> None:
    """Write down that ``by`` now has before them what was fetched ahead: record and picture."""
    check_can(Verb.REVEAL, by, record)
    audit.write(Verb.VIEW, by=by, record=record, details={"what": "prefetched"})
    if record.image.is_covered:
        details = {"what": "picture", "image": record.image.pk}
        audit.write(Verb.VIEW, by=by, record=record, details=details)


@transaction.atomic
def show_portrait(record: LicenseRecord, *, by: User) -> bytes | None:
    """Return the portrait (JPEG), or None: out of the covered picture, or whole after a reveal."""
    check_can(Verb.REVEAL, by, record)
    sight = sight_of(record, by)
    _refuse_unseen(sight)
    whole = sight is Sight.WHOLE
    photo = _received_portrait(record) if whole else record.image.portrait
    if not isinstance(photo, str) or not photo:
        return None
    verb = Verb.REVEAL if whole else Verb.VIEW
    audit.write(verb, by=by, record=record, details={"what": "portrait"})
    try:
        return images.display(base64.b64decode(photo, validate=True))
    except (ValueError, images.ImageProblem):
        return None


def _received_portrait(record: LicenseRecord) -> object:
    """Return the portrait as the engine answered it with the fields."""
    extraction = record.extractions.last()
    return extraction.response.get("Photo") if extraction else ""


def _sees_whole(record: LicenseRecord, user: User) -> bool:
    """Return whether ``user`` may see what is not covered now: by a reveal, or by their role."""
    by_role = roles_of(user) & set(settings.KRDL_WHOLE_PICTURE_ROLES)
    return bool(by_role) or revealed_until(record, user) is not None


def _refuse_unseen(sight: Sight) -> None:
    if sight is Sight.LOCKED:
        raise ActionDenied(_("This image could not be covered. Reveal it first."))
    if sight is Sight.GONE:
        raise ActionDenied(_("This image was destroyed with the resident number."))


@transaction.atomic
def reveal(record: LicenseRecord, *, by: User, purpose: str = "") -> Reveal:
    """Uncover the numbers for ``by``: for the claim's holder until the claim ends.

    Everybody else states a purpose and sees them for KRDL_REVEAL_TIME; raises ActionDenied.
    """
    check_can(Verb.REVEAL, by, record)
    holds = record.is_held_by(by)
    if not holds and not purpose.strip():
        raise ActionDenied(_("State why you need the whole numbers."))
    now = timezone.now()
    until = now + settings.KRDL_REVEAL_TIME
    if holds and record.claim_until:
        until = min(record.claim_until, now + settings.KRDL_CLAIM_TIME)
    shown = Reveal.objects.create(record=record, user=by, until=until, with_claim=holds)
    details = {"what": "numbers", "reveal": shown.pk}
    if holds:
        details["purpose"] = REVIEW_PURPOSE
    values = None if holds else {"reason": reasons.told(purpose, 200)}
    audit.write(Verb.REVEAL, by=by, record=record, details=details, values=values)
    return shown


def revealed_until(record: LicenseRecord, user: User) -> datetime | None:
    """Return until when ``user`` sees whole numbers of ``record``, or None when covered.

    A reveal for review ends with the claim, however early it is released.
    """
    live = Reveal.objects.filter(_live(), record=record, user=user)
    if not record.is_held_by(user):
        live = live.filter(with_claim=False)
    newest = live.order_by("-until").first()
    return newest.until if newest else None


def _live() -> Q:
    """Return the reveals that hold now, none longer than it may, whatever the clock did."""
    with_claim = leases.live("until", settings.KRDL_CLAIM_TIME) & Q(with_claim=True)
    return with_claim | leases.live("until", settings.KRDL_REVEAL_TIME) & Q(with_claim=False)


@transaction.atomic
def cover(record: LicenseRecord, *, by: User) -> None:
    """Cover the numbers again before their time."""
    Reveal.objects.filter(record=record, user=by, until__gt=timezone.now()).update(
        until=timezone.now()
    )
