"""Keeping the sources: what may be set, and the line of the trail that says who set it."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.text import slugify
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
_STEM = 40  # characters of a key, before its number
OPEN, CHANGE = "open source", "change source"


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
    audit.write(
        CHANGE if before else OPEN, by=by, details={"source": source.key, "changes": changes}
    )


@transaction.atomic
def named(name: str, *, by: None = None) -> Source:
    """Return the source called ``name``; one that the command line names first is opened.

    Raises ActionDenied for a name that is too long.
    """
    existing = Source.objects.filter(name=name).first()
    if existing:
        return existing
    if len(name) > Source.LONGEST_NAME:
        raise ActionDenied(
            _("The name of a source has %d characters at most.") % Source.LONGEST_NAME
        )
    source = Source.objects.create(key=_free_key(name), name=name)
    audit.write(OPEN, by=by, details={"source": source.key})
    return source


def _free_key(name: str) -> str:
    """Return a key made of the Latin letters and digits of ``name`` that no source has."""
    stem = slugify(name)[:_STEM] or "source"
    taken = set(Source.objects.values_list("key", flat=True))
    keys = (f"{stem}-{number}" if number > 1 else stem for number in count(1))
    return next(key for key in keys if key not in taken)
