"""Drafts: what a person typed into a field and has not saved, kept for this person alone.

A draft is no change of the record and so no event: it is sealed under the record's key, shown to
nobody else, and gone as soon as the field is saved or the record is submitted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, StaleRecord
from review.license_fields import BY_NAME, TYPED_NAMES
from review.models import Draft
from review.models.sealed import keyring
from review.permissions import check_can
from review.workflow import Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord


def seal_key(record: LicenseRecord, *, by: User) -> str:
    """Return 64 hex digits: the key under which this person's browser seals what it cannot send.

    The key is made here for every page and never kept on the device; without signing in again as
    the same person, what lies in the browser's session storage cannot be read.
    """
    return keyring().blind_index("unsent values", f"{record.uid} {by.pk}")


@transaction.atomic
def keep(record: LicenseRecord, name: str, text: str, *, by: User, seen_version: int) -> None:
    """Keep ``text`` as typed into the field ``name``; raises ActionDenied.

    The claim may just have been given up, by the closing page: it is enough that nobody else holds
    the record. Raises StaleRecord when the field was saved since: a draft that arrives after its
    own save would come back to life.
    """
    check_can(Verb.CLAIM, by, record)
    if name not in TYPED_NAMES:
        raise ActionDenied(_("This field cannot be corrected."))
    field = record.values.select_for_update().filter(name=name).first()
    if field and field.version != seen_version:
        raise StaleRecord(_("This value was changed elsewhere since you saw it."))
    mine = record.drafts.filter(user=by, name=name).first()
    draft = mine or Draft(record=record, user=by, name=name)
    draft.record = record
    draft.text, draft.version, draft.at = text, seen_version, timezone.now()
    draft.save()


def drop(record: LicenseRecord, name: str, *, by: User) -> None:
    """Forget the draft of one field."""
    record.drafts.filter(user=by, name=name).delete()


def clear(record: LicenseRecord, *, by: User) -> None:
    """Forget everybody's drafts: the record leaves the desk by the act of ``by``."""
    record.drafts.all().delete()


def check_none(record: LicenseRecord, *, by: User, language: str) -> None:
    """Raise ActionDenied while something that ``by`` typed is not saved: it would be lost."""
    names = record.drafts.filter(user=by).values_list("name", flat=True)
    if left := [BY_NAME[name].label(language) for name in names]:
        raise ActionDenied(_("Typed and not saved yet: %s. Save or drop it.") % ", ".join(left))
