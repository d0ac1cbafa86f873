"""Keeping the sources: what may be set, and the line of the trail that says who set it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import Source
from review.models.source import NumberHandling
from review.permissions import check_roles
from review.services import audit
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Days, a hundred years: a purge counts them back from today, and dates begin with the year 1.
MOST = 36_500


@transaction.atomic
def save(source: Source, *, by: User) -> None:
    """Write a new or changed source; raises ActionDenied.

    Keeping whole resident numbers takes the statute that asks for them.
    """
    check_roles(by, {Role.ADMINISTRATOR})
    source.number_statute = source.number_statute.strip()
    if source.number_handling == NumberHandling.KEEP and not source.number_statute:
        raise ActionDenied(_("Name the statute that asks for the whole resident number."))
    if max(source.keep_approved_days, source.keep_rejected_days, source.keep_withdrawn_days) > MOST:
        raise ActionDenied(_("Nothing is kept for more than %d days.") % MOST)
    before: dict[str, Any] = dict(Source.objects.filter(pk=source.pk).values().first() or {})
    source.save()
    after = Source.objects.filter(pk=source.pk).values().get()
    changes = {
        name: [before.get(name), value]
        for name, value in after.items()
        if value != before.get(name)
    }
    verb = "change source" if before else "open source"
    audit.write(verb, by=by, details={"source": source.key, "changes": changes})
