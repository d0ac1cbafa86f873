"""Reads of personal data: who opened what, and when numbers were uncovered."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import Reveal
from review.ocr import images
from review.permissions import check_can
from review.services import audit
from review.workflow import Verb

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import User

    from review.models import LicenseRecord

REVIEW_PURPOSE = "review"


def view(record: LicenseRecord, *, by: User) -> None:
    """Write down that ``by`` opened the record; raises ActionDenied."""
    check_can(Verb.VIEW, by, record)
    audit.write(Verb.VIEW, by=by, record=record)


@transaction.atomic
def show_picture(record: LicenseRecord, *, by: User) -> bytes:
    """Return the picture for the browser (JPEG, upright, no EXIF); counts as a reveal."""
    check_can(Verb.REVEAL, by, record)
    image = record.image
    details = {"what": "picture", "image": image.pk}
    audit.write(Verb.REVEAL, by=by, record=record, details=details)
    return images.display(image.read())


@transaction.atomic
def show_portrait(record: LicenseRecord, *, by: User) -> bytes | None:
    """Return the portrait the engine cut out (JPEG), or None; counts as a reveal."""
    check_can(Verb.REVEAL, by, record)
    extraction = record.extractions.last()
    photo = extraction.response.get("Photo") if extraction else ""
    if not isinstance(photo, str) or not photo:
        return None
    audit.write(Verb.REVEAL, by=by, record=record, details={"what": "portrait"})
    try:
        return images.display(base64.b64decode(photo, validate=True))
    except (ValueError, images.ImageProblem):
        return None


@transaction.atomic
def reveal(record: LicenseRecord, *, by: User, purpose: str = "") -> Reveal:
    """Uncover the numbers for ``by``: for the claim's holder until the claim ends.

    Everybody else states a purpose and sees them for KRDL_REVEAL_TIME; raises ActionDenied.
    """
    check_can(Verb.REVEAL, by, record)
    holds = record.is_held_by(by)
    if not holds and not purpose.strip():
        raise ActionDenied(_("State why you need the whole numbers."))
    short = timezone.now() + settings.KRDL_REVEAL_TIME
    until = (record.claim_until if holds else None) or short
    purpose = REVIEW_PURPOSE if holds else purpose.strip()[:200]
    shown = Reveal.objects.create(
        record=record, user=by, purpose=purpose, until=until, with_claim=holds
    )
    details = {"what": "numbers", "purpose": purpose, "reveal": shown.pk}
    audit.write(Verb.REVEAL, by=by, record=record, details=details)
    return shown


def revealed_until(record: LicenseRecord, user: User) -> datetime | None:
    """Return until when ``user`` sees whole numbers of ``record``, or None when covered.

    A reveal for review ends with the claim, however early it is released.
    """
    live = Reveal.objects.filter(record=record, user=user, until__gt=timezone.now())
    if not record.is_held_by(user):
        live = live.filter(with_claim=False)
    newest = live.order_by("-until").first()
    return newest.until if newest else None


@transaction.atomic
def cover(record: LicenseRecord, *, by: User) -> None:
    """Cover the numbers again before their time."""
    Reveal.objects.filter(record=record, user=by, until__gt=timezone.now()).update(
        until=timezone.now()
    )
