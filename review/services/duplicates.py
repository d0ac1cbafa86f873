"""The same card, person or number on other records, found by blind indexes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from review import license_fields
from review.models import FieldValue, Image, ImageBand, LicenseRecord
from review.models.sealed import keyring
from review.ocr import likeness
from review.quality import Duplicate, DuplicateKind

if TYPE_CHECKING:
    from collections.abc import Mapping

SEARCHED = (*license_fields.UNIQUE_IDENTIFIERS, "Name", "ID")
# Pieces of 16 that two pictures share to be called the same, slightly changed.
LEAST_ALIKE = 6
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


def keep_likeness(image: Image, data: bytes) -> None:
    """Keep the perceptual hash of a picture, piece by piece, as keyed indexes."""
    ImageBand.objects.bulk_create(
        ImageBand(image=image, index=keyring().blind_index(f"band {place}", piece)[:20])
        for place, piece in enumerate(likeness.bands(data))
    )


def find(record: LicenseRecord, mine: Mapping[str, str]) -> tuple[Duplicate, ...]:
    """Return other records with the same license or resident number, or nearly this picture.

    ``mine`` maps field names to the blind indexes of this record's values.
    """
    by_number = _same_number(record, mine)
    told = {duplicate.record for duplicate in by_number}
    alike = [other.number for other in _same_picture(record) if other.number not in told]
    return (*by_number, *(Duplicate(DuplicateKind.SAME_PICTURE, number) for number in alike))


def _same_picture(record: LicenseRecord) -> list[LicenseRecord]:
    """Return records whose picture shares LEAST_ALIKE pieces of the perceptual hash."""
    mine = ImageBand.objects.filter(image__record=record, image__current=True)
    shared = ImageBand.objects.filter(index__in=list(mine.values_list("index", flat=True)))
    alike = shared.exclude(image__record=record).values("image__record").annotate(n=Count("pk"))
    found = alike.filter(n__gte=LEAST_ALIKE).order_by("-n").values_list("image__record", flat=True)
    return [LicenseRecord(pk=pk) for pk in found[:MOST]]


def _same_number(record: LicenseRecord, mine: Mapping[str, str]) -> tuple[Duplicate, ...]:
    numbers = [mine[name] for name in license_fields.UNIQUE_IDENTIFIERS if mine.get(name)]
    same = FieldValue.objects.filter(search_index__in=numbers, record__seeded=False)
    same = same.exclude(record=record)
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
