"""How long a person looked before deciding: a look that is too short is asked about once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import ngettext

from review.exceptions import LookAgain
from review.models import AuditEvent
from review.services import office
from review.workflow import Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord


def check_look(record: LicenseRecord, *, by: User, sure: bool) -> dict[str, float]:
    """Return what the event tells of a look that was too short, or nothing.

    Raises LookAgain unless ``by`` was asked already and is ``sure``.
    """
    seconds = seconds_open(record, by=by)
    if seconds is None or seconds >= office.value("shortest_view_seconds"):
        return {}
    if not sure:
        whole = int(seconds)
        raise LookAgain(
            ngettext(
                "You looked at %(number)s for %(s)d second. Decide once more if you are sure.",
                "You looked at %(number)s for %(s)d seconds. Decide once more if you are sure.",
                whole,
            )
            % {"number": record.number, "s": whole}
        )
    return {"looked_s": round(seconds, 1)}


def seconds_open(record: LicenseRecord, *, by: User) -> float | None:
    """Return how long ago ``by`` came to the record from another one; None: never opened it.

    Loading the same page again does not begin a new look.
    """
    looks = AuditEvent.objects.filter(actor_id=by.pk, verb=Verb.VIEW)
    here = looks.filter(record_id=record.pk).order_by("-seq")
    last = here.first()
    if last is None:
        return None
    elsewhere = looks.exclude(record_id=record.pk).filter(seq__lt=last.seq).order_by("-seq").first()
    since = here.filter(seq__gt=elsewhere.seq if elsewhere else 0).last() or last
    return max((timezone.now() - since.at).total_seconds(), 0.0)
