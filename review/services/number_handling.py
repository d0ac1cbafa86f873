"""What becomes of the resident number when a record is decided: kept, cut, or dropped.

Applied in the transaction of the approval to everything that quotes the number. Ledger lines are
never rewritten: they become unreadable, because the key they are under is put away for good. The
files of the original pictures go right after it (``disposal``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps

from review.license_fields import NAMES
from review.masking import Shortener
from review.models import Finding, Image, NumberKey
from review.models.sealed import sealed_attributes
from review.models.source import NumberHandling
from review.services import audit, checking, disposal

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import Model

    from review.models import LicenseRecord

_NUMBER = "Number"


def apply(record: LicenseRecord, *, by: User | None) -> None:
    """Do to the number of a decided record what its source says."""
    handling = record.source.number_handling
    key = NumberKey.of(record)
    key.handled = "" if handling == NumberHandling.KEEP else handling
    pictures = (0, 0)
    if key.handled:
        _shorten(record, Shortener(_known_numbers(record), drop=handling == NumberHandling.DROP))
        pictures = _give_up_originals(record, drop=handling == NumberHandling.DROP)
        key.renew()
    key.save()
    record.number_key = key
    details = {"handling": handling, "covered": pictures[0], "destroyed": pictures[1]}
    audit.write("handle number", by=by, record=record, details=details)


def sealed_models() -> Iterator[type[Model]]:
    """Yield every model whose rows belong to a record and hold sealed values."""
    for model in apps.get_app_config("review").get_models():
        fields = {field.name for field in model._meta.get_fields()}
        if "record" in fields and sealed_attributes(model):
            yield model


def _known_numbers(record: LicenseRecord) -> set[str]:
    """Return the number as read, as it stands, and as it stood before each correction."""
    found = set()
    for value in record.values.filter(name=_NUMBER):
        found |= {value.extracted, value.value}
    for correction in record.corrections.filter(name=_NUMBER):
        found |= {correction.before, correction.after}
    for extraction in record.extractions.all():
        found.add((extraction.response or {}).get(_NUMBER) or "")
    return {number for number in found if isinstance(number, str) and number}


def _shorten(record: LicenseRecord, shortener: Shortener) -> None:
    """Rewrite every sealed value that quotes the number, and the indexes made from it."""
    for model in sealed_models():
        if model is not Image:
            for row in model._default_manager.filter(record=record):
                _shorten_row(record, row, shortener)
    record.values.filter(name=_NUMBER).update(search_index="")
    _index_findings_anew(record)


def _shorten_row(record: LicenseRecord, row: Any, shortener: Shortener) -> None:
    row.record = record
    name = _NUMBER if getattr(row, "name", "") == _NUMBER else ""
    attributes = sealed_attributes(type(row))
    changed = []
    for attribute, descriptor in attributes.items():
        before = getattr(row, attribute)
        after = shortener.data(before, name)
        if after != before:
            setattr(row, attribute, after)
            changed.append(descriptor.column)
    if changed:
        row.save(update_fields=changed)


def _index_findings_anew(record: LicenseRecord) -> None:
    """Make the blind indexes of findings from what is kept, so that doubts stay ended."""
    values = record.values_by_name()
    response = {name: values[name].value if name in values else "" for name in NAMES}
    for finding in record.findings.all():
        if _NUMBER in (finding.field, *finding.also):
            finding.record = record
            _index_anew(finding, checking.fingerprint(finding, response))


def _index_anew(finding: Finding, fingerprint: str) -> None:
    """Move a finding to another fingerprint; its sealed columns are bound to it."""
    body, reason = finding.body, finding.reason
    finding.fingerprint = fingerprint
    finding.body = body
    if reason:
        finding.reason = reason
    finding.save(update_fields=["fingerprint", "body_box", "reason_box"])


def _give_up_originals(record: LicenseRecord, *, drop: bool) -> tuple[int, int]:
    """Have every original destroyed; return how many stay covered and how many go altogether.

    A picture whose cover does not hold goes altogether: nobody can tell what it still shows.
    """
    images = list(record.images.exclude(stored_name=""))
    for image in images:
        disposal.doom(image.stored_name)
        image.stored_name, image.to_drop = "", drop and image.is_covered
        image.save(update_fields=["stored_name", "to_drop"])
    covered = sum(image.is_covered for image in images)
    return covered, len(images) - covered
