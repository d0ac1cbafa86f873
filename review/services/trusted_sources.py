"""Which sources are trusted: their clean records may pass straight through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from review.models import Source
from review.services import audit

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def standing(key: str) -> bool | None:
    """Return whether a source is trusted now, locked; None where there is none."""
    source = Source.objects.select_for_update().filter(key=key).first()
    return None if source is None else source.trusted


@transaction.atomic
def put(key: str, trusted: bool, *, by: User, reason: str) -> None:
    """Trust a source or trust it no more, with its event."""
    Source.objects.filter(key=key).update(trusted=trusted)
    details = {"source": key, "trusted": trusted}
    audit.write("trust source", by=by, details=details, values={"reason": reason})
