"""Finding records by a whole number, a whole name or a request id: blind indexes only, logged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from review.models import LicenseRecord
from review.permissions import check_roles
from review.quality import license_number
from review.services import audit, duplicates
from review.workflow import ACTIONS, State, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User

# So many records are told of at most.
MOST = 50
_RECORD = re.compile(r"[Kk]-?([0-9]{1,18})")
_RESIDENT = re.compile(r"[0-9]{6}[- ]?[0-9]{7}")
_LICENSE = re.compile(r"(?:[0-9]{2}|[가-힣]{2,4})[- ]*[0-9]{2}[- ]?[0-9]{6}[- ]?[0-9]{2}")


class Kind(models.TextChoices):
    """What was searched for; the values are FieldValue's names where it is a field."""

    LICENSE_NUMBER = "LicenseNumber", _("License number")
    RESIDENT_NUMBER = "Number", _("Resident number")
    NAME = "Name", _("Exact name")
    REQUEST_ID = "request id", _("Request id")
    RECORD = "record", _("Record number")


@dataclass(frozen=True)
class Found:
    """What a search found: its kind, and the records, the newest first."""

    kind: Kind
    records: list[int]


def kind_of(text: str) -> Kind:
    """Return what ``text`` can only be: numbers have their forms, a name has no digit."""
    if _RECORD.fullmatch(text):
        return Kind.RECORD
    if _RESIDENT.fullmatch(text):
        return Kind.RESIDENT_NUMBER
    if _LICENSE.fullmatch(text):
        return Kind.LICENSE_NUMBER
    return Kind.REQUEST_ID if any(sign.isdecimal() for sign in text) else Kind.NAME


@transaction.atomic
def search(text: str, *, by: User) -> Found:
    """Return the records of ``text``; the trail keeps the kind and the number of hits, no text."""
    check_roles(by, ACTIONS[Verb.VIEW].roles)
    text = " ".join(text.split())
    found = Found(kind_of(text), _records(kind_of(text), text))
    details = {"kind": found.kind.value, "hits": len(found.records)}
    audit.write("search", by=by, details=details)
    return found


def _records(kind: Kind, text: str) -> list[int]:
    if kind == Kind.RECORD:
        return [int(_RECORD.fullmatch(text)[1])]  # type: ignore[index]
    found = LicenseRecord.objects.exclude(seeded=True, state=State.WITHDRAWN).newest_first()
    if kind == Kind.REQUEST_ID:
        found = found.filter(attempts__request_id=text)
    else:
        indexes = {duplicates.search_index(kind, form) for form in _forms(kind, text)} - {""}
        found = found.filter(values__name=kind, values__search_index__in=indexes)
    return list(dict.fromkeys(found.values_list("pk", flat=True)[:MOST]))


def _forms(kind: Kind, text: str) -> Iterator[str]:
    """Yield the ways in which a value may be written: a license's region as name or as code."""
    yield text
    number = license_number.parse(license_number.regroup(text) or "")
    if kind == Kind.LICENSE_NUMBER and number:
        regions = license_number.REGIONS.get(number.code, ())
        others = (*regions, license_number.CODES.get(number.name, ""))
        yield from (other + text.removeprefix(number.code or number.name) for other in others)
