"""Seeded test records: how attentive the reviewers are, measured with cards of a known answer.

Leads bring invented cards: the picture, what stands on it, and what the desk is to show as read
instead. A reviewer who takes the next record is given one of them by chance (the office policy
``test_record_percent``), each card once: a record of its own, made as from any other upload, so
that nothing tells of it. Submitting ends it: nobody approves it, and it is never exported.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from review.license_fields import NAMES
from review.models import LicenseRecord, SeededCard, SeededRecord
from review.ocr.client import Answer
from review.ocr.cover import Cover, Verdict
from review.permissions import check_roles
from review.services import audit, intake, jobs, office, recognition, transitions, values
from review.workflow import Role, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User
    from django.db.models import QuerySet

    from review.models import Extraction, Image
    from review.models.queries import RecordQuerySet

# So far back leads see how reviewers did, and so many cards.
DAYS, MOST = 90, 200
ADD, RETIRE, GIVE = "add test card", "retire test card", "give test record"


@transaction.atomic
def add(data: bytes, truth: Mapping[str, str], shown: Mapping[str, str], *, by: User) -> SeededCard:
    """Take a card in; it is given out once it was read. Raises ActionDenied and ImageRefused.

    ``truth`` has a value a field, ``shown`` those that the desk shows as read instead.
    """
    check_roles(by, {Role.LEAD})
    audit.write(ADD, by=by, details={"altered": [name for name in NAMES if name in shown]})
    card = SeededCard(record=intake.seed(data, by=by))
    card.truth, card.shown = dict(truth), dict(shown)
    card.save()
    return card


@transaction.atomic
def retire(card: SeededCard, *, by: User) -> None:
    """Give a card out no more; what is under way ends as it would have."""
    check_roles(by, {Role.LEAD})
    card.retired_at = timezone.now()
    card.save(update_fields=["retired_at"])
    audit.write(RETIRE, by=by, details={"card": card.record_id})


@transaction.atomic
def pick(free: RecordQuerySet, *, by: User) -> LicenseRecord | None:
    """Return the first of ``free`` for ``by``, locked; or by chance a test record, or None."""
    card = _drawn(by)
    return _made_from(card, by) if card else free.ordinary().queue_order().first_locked()


def end(record: LicenseRecord, *, by: User) -> None:
    """Compare what ``by`` submitted with what is right, within the caller's transaction."""
    made = SeededRecord.objects.select_related("card__record__key").get(record=record)
    made.missed, made.ended_at = _missed(record, made.card.truth), timezone.now()
    made.save(update_fields=["missed", "ended_at"])
    transitions.move(record, Verb.SET_ASIDE)
    details = {"missed": made.missed, "proposal": record.proposal}
    audit.write(Verb.SET_ASIDE, by=None, record=record, details=details)


def cards(*, by: User) -> QuerySet[SeededCard]:
    """Return the cards, the newest first, with how many records were made from each."""
    check_roles(by, {Role.LEAD})
    return SeededCard.objects.select_related("record__key", "record__uploaded_by").annotate(
        given=Count("records"), ended=Count("records__ended_at")
    )[:MOST]


def outcomes(*, by: User) -> QuerySet[SeededRecord]:
    """Return the test records that ended in the days that are counted."""
    check_roles(by, {Role.LEAD})
    since = timezone.now() - timedelta(days=DAYS)
    return SeededRecord.objects.filter(ended_at__gte=since).select_related("record__submitted_by")


def _missed(record: LicenseRecord, truth: Mapping[str, str]) -> list[str]:
    standing = {name: field.value for name, field in record.values_by_name().items()}
    return [
        name
        for name, right in truth.items()
        if not values.same(name, standing.get(name, ""), right)
    ]


def _drawn(by: User) -> SeededCard | None:
    """Return a card that chance gives to ``by``, who has not met it, or None."""
    if secrets.randbelow(100) >= office.value("test_record_percent"):
        return None
    cards = SeededCard.objects.filter(
        retired_at=None, record__purged_at=None, record__extractions__isnull=False
    )
    new = cards.exclude(records__given_to=by).exclude(record__uploaded_by=by)
    return new.select_related("record__key", "record__uploaded_by").order_by("pk").first()


def _made_from(card: SeededCard, by: User) -> LicenseRecord:
    """Make a record with the picture of the card, read as the card was but for what is altered."""
    picture = card.record.image
    record = intake.seed(picture.read(), by=card.record.uploaded_by)
    image = record.image
    try:
        with transaction.atomic():
            SeededRecord.objects.create(record=record, card=card, given_to=by)
            details = {"card": card.record_id, "record": record.pk, "to": by.pk}
            audit.write(GIVE, by=None, details=details)
            _read(record, card, picture)
    except Exception:
        image.discard()
        raise
    return LicenseRecord.objects.get(pk=record.pk)


def _read(record: LicenseRecord, card: SeededCard, picture: Image) -> None:
    before = card.record.extractions.select_related("attempt", "record__key").latest("pk")
    work = recognition.begin(jobs.claim_of(record), endpoint=before.attempt.endpoint)
    recognition.complete(work, _answer(before, card.shown), _cover(picture))


def _answer(before: Extraction, shown: Mapping[str, str]) -> Answer:
    request_id = str(uuid.uuid4())
    response = before.response | dict(shown) | {"RequestId": request_id}
    took_s = (before.attempt.duration_ms or 0) / 1000
    return Answer(response, request_id, before.detail, took_s, b"")


def _cover(picture: Image) -> Cover | None:
    if not picture.cover:
        return None
    covered = picture.read_cover() if picture.covered_name else b""
    return Cover(Verdict(picture.cover), covered, picture.portrait, picture.number_places)
