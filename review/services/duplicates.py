"""The same card, person or number on other records, found by blind indexes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from review import license_fields
from review.models import FieldValue
from review.models.sealed import keyring
from review.quality import Duplicate, DuplicateKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from review.models import LicenseRecord

SEARCHED = (*license_fields.UNIQUE_IDENTIFIERS, "Name", "ID")
# So many other records are told of at most.
MOST = 5
_LICENSE_DIGITS = 10


def search_index(name: str, value: str) -> str:
    """Return the blind index of a searchable value ("" for other fields and for no value).

    The last digit of a license number counts its replacements: it is left out, so that a re-issued
    card is found by the old one.
    """
    compact = "".join(sign for sign in value if sign.isalnum()).upper()
    if name == "LicenseNumber" and len(compact) > _LICENSE_DIGITS:
        compact = compact[:-1]
    return keyring().blind_index(name, compact) if compact and name in SEARCHED else ""


def find(record: LicenseRecord, mine: Mapping[str, str]) -> tuple[Duplicate, ...]:
    """Return other records with the same license or resident number.

    ``mine`` maps field names to the blind indexes of this record's values.
    """
    numbers = [mine[name] for name in license_fields.UNIQUE_IDENTIFIERS if mine.get(name)]
    same = FieldValue.objects.filter(search_index__in=numbers).exclude(record=record)
    others = same.values_list("record", flat=True).distinct().order_by("record")[:MOST]
    by_record: dict[LicenseRecord, dict[str, str]] = {}
    for value in FieldValue.objects.filter(record__in=list(others)).select_related("record"):
        by_record.setdefault(value.record, {})[value.name] = value.search_index
    return tuple(Duplicate(_kind(mine, theirs), o.number) for o, theirs in by_record.items())


def _kind(mine: Mapping[str, str], theirs: Mapping[str, str]) -> DuplicateKind:
    differing = {name for name in SEARCHED if mine.get(name) != theirs.get(name)}
    if "LicenseNumber" in differing:
        return DuplicateKind.OTHER_LICENSE
    if differing & {"Number", "Name"}:
        return DuplicateKind.OTHER_PERSON
    return DuplicateKind.REISSUE if "ID" in differing else DuplicateKind.SAME_CARD
