"""One person's requests: their records found by a number, exported with pictures, erased."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from review.license_fields import UNIQUE_IDENTIFIERS
from review.models import FieldValue, LicenseRecord
from review.permissions import check_roles
from review.services import audit, duplicates, reasons, retention
from review.workflow import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.contrib.auth.models import User

    from review.models import Image

SEARCH, EXPORT, ERASE = "search", "export person", "erase"
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}


@transaction.atomic
def find(numbers: Mapping[str, str], *, by: User) -> list[LicenseRecord]:
    """Return the records with any of ``numbers`` (field name to value), by blind index.

    A number that was cut or dropped finds nothing any more; the license number does.
    """
    check_roles(by, {Role.PRIVACY_OFFICER})
    asked = {name: numbers.get(name, "") for name in UNIQUE_IDENTIFIERS}
    indexes = [index for name, value in asked.items()
               if (index := duplicates.search_index(name, value))]  # fmt: skip
    same = FieldValue.objects.filter(search_index__in=indexes).values("record")
    records = LicenseRecord.objects.ordinary().kept().filter(pk__in=same)
    found = list(records.select_related("source", "key"))
    fields = [name for name, value in asked.items() if value]
    audit.write(SEARCH, by=by, details={"kind": ", ".join(fields), "found": len(found)})
    return found


def export(records: Iterable[LicenseRecord], *, by: User, reason: str) -> Iterator[bytes]:
    """Return a zip with each record as JSON and its pictures, streamed, never stored.

    An event a record, with the reason, is written before the first byte.
    """
    check_roles(by, {Role.PRIVACY_OFFICER})
    told, kept = reasons.stated(reason)[:300], [r for r in records if not r.purged_at]
    with transaction.atomic():
        for record in kept:
            audit.write(EXPORT, by=by, record=record, values={"reason": told})
    return _zipped(kept)


@transaction.atomic
def erase(records: Iterable[LicenseRecord], *, by: User, reason: str) -> None:
    """Destroy the data of all ``records`` for good, at the person's request, or of none.

    Raises ActionDenied while one of them is open, under a legal hold, or destroyed already.
    """
    check_roles(by, {Role.PRIVACY_OFFICER})
    told = reasons.stated(reason)[:300]
    for record in records:
        retention.destroy(record, by=by, verb=ERASE, reason=told)


class _Sink(io.RawIOBase):
    """A file to write to only, emptied by ``take``."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: Any) -> int:
        """Keep ``data`` until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what was written since."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def _zipped(records: list[LicenseRecord]) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for record in records:
            for name, data in _files(record):
                archive.writestr(f"{record.number}/{name}", data)
                yield sink.take()
    yield sink.take()


def _files(record: LicenseRecord) -> Iterator[tuple[str, bytes]]:
    text = json.dumps(_told(record), ensure_ascii=False, indent=1)
    yield "record.json", text.encode()
    for image in record.images.order_by("pk"):
        if image.stored_name or image.covered_name:
            yield _picture(image)


def _picture(image: Image) -> tuple[str, bytes]:
    """Return the picture as it is kept: the original, or what is left of it."""
    if image.stored_name:
        return f"image-{image.pk}.{_SUFFIX.get(image.content_type, 'bin')}", image.read()
    return f"image-{image.pk}-covered.jpg", image.read_cover()


def _told(record: LicenseRecord) -> dict[str, Any]:
    """Return what is kept about the person, and what was done with it."""
    events = audit.trail(record)
    return {
        "record": record.number,
        "source": record.source.key,
        "state": record.state,
        "received_at": timezone.localtime(record.created_at).isoformat(),
        "values": {value.name: value.value for value in record.values.order_by("pk")},
        "readings": [extraction.response for extraction in record.extractions.all()],
        "history": [{"at": timezone.localtime(e.at).isoformat(), "verb": e.verb} for e in events],
    }
