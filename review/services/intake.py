"""Taking images in: one picture becomes one record, one job and one line of the trail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from review import encryption
from review.exceptions import ImageRefused
from review.models import Image, LicenseRecord, RecordKey, Source
from review.models.sealed import keyring
from review.ocr import images
from review.permissions import check_can, check_office, has_role
from review.services import audit, counts, duplicates, jobs, transitions
from review.workflow import Role, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

# What is wrong with a file, and what the person can do.
SENTENCES = {
    "empty": gettext_lazy("The file is empty. Choose the picture again."),
    "gif": gettext_lazy("GIF is not taken. Save it as PNG or JPEG and upload it again."),
    "pdf": gettext_lazy("The content is a PDF. Upload the side of the card as a PNG or JPEG."),
    "unsupported_format": gettext_lazy("Only PNG and JPEG are taken. Save it as one of them."),
    "not_an_image": gettext_lazy("This is not an image. Upload a PNG or JPEG."),
    "truncated": gettext_lazy("The picture is cut off. Copy it again and upload it again."),
    "too_large": gettext_lazy("Over 15 MB. Lower the resolution and upload it again."),
    "too_many_pixels": gettext_lazy("Over 40 megapixels. Lower the resolution and upload again."),
    "animated": gettext_lazy("The picture is animated. Save a single frame and upload it again."),
    "outage": gettext_lazy("It could not be kept just now. Nothing was added; upload it again."),
    "duplicate": gettext_lazy("The same picture is already here. Nothing was added."),
}
DEFAULT_SOURCE = ("desk", "창구")


def upload(data: bytes, *, by: User, source: Source | None = None, name: str = "") -> LicenseRecord:
    """Take one picture in and queue its recognition; raises ActionDenied and ImageRefused.

    ``name`` is what the client called the file; only its last part's length is ever used, the
    stored file is named by us.
    """
    check_office(Verb.UPLOAD, by)
    record = _received(source or default_source(), by)
    image = Image(digest=keyring().blind_digest(data), **examine(data))
    return _keep(record, image, data, by)


def seed(data: bytes, *, by: User) -> LicenseRecord:
    """Take in the picture of a test record: it resembles nothing, so the same may come again.

    ``by`` is the lead who brought it; the caller checks who may.
    """
    record = _received(default_source(), by)
    record.seeded = True
    digest = keyring().blind_digest(data + record.uid.bytes)
    return _keep(record, Image(digest=digest, **examine(data)), data, by)


def replace(record: LicenseRecord, data: bytes, *, by: User) -> LicenseRecord:
    """Put another picture in place of the current one and read it; the old one is kept."""
    check_can(Verb.REPLACE, by, record)
    image = Image(record=record, digest=keyring().blind_digest(data), **examine(data))
    _refuse_duplicate(image)
    image.store(data)
    try:
        with transaction.atomic():
            record.images.filter(current=True).update(current=False)
            image.save(force_insert=True)
            duplicates.keep_likeness(image, data)
            transitions.move(record, Verb.REPLACE, claimed_by=None, claim_until=None)
            jobs.enqueue(record, by=by)
            audit.write(Verb.REPLACE, by=by, record=record, details={"image": image.pk})
    except Exception:
        image.discard()
        raise
    return record


def examine(data: bytes) -> dict[str, object]:
    """Return type, width, height and size for a picture; raises ImageRefused with a sentence."""
    try:
        facts = images.examine(data)
    except images.ImageProblem as problem:
        raise ImageRefused(problem.code, str(SENTENCES[problem.code])) from problem
    return {
        "content_type": facts.content_type,
        "width": facts.width,
        "height": facts.height,
        "size": facts.byte_count,
    }


def default_source() -> Source:
    """Return the source of uploads that name none."""
    key, name = DEFAULT_SOURCE
    return Source.objects.get_or_create(key=key, defaults={"name": name})[0]


def sources(*, by: User) -> QuerySet[Source]:
    """Return the sources that ``by`` may name: a trusted one needs a lead, or is the default.

    Whoever names a trusted source has records pass that nobody reviews.
    """
    if has_role(by, Role.LEAD):
        return Source.objects.all()
    return Source.objects.filter(Q(trusted=False) | Q(pk=default_source().pk))


def _received(source: Source, by: User) -> LicenseRecord:
    record = LicenseRecord(source=source, uploaded_by=by)
    record.due_at = record.created_at + timedelta(hours=source.due_hours)
    return record


def _keep(record: LicenseRecord, image: Image, data: bytes, by: User) -> LicenseRecord:
    """Write the picture, then everything else in one transaction; on failure leave nothing."""
    _refuse_duplicate(image)
    key = encryption.new_key()
    record.key = RecordKey(wrapped=keyring().wrap(key, RecordKey.place_of(record.uid)))
    image.record = record
    image.store(data)
    try:
        with transaction.atomic():
            _insert(record, image, data, by)
    except IntegrityError as error:
        image.discard()
        _refuse_duplicate(image)
        raise error
    except Exception:
        image.discard()
        raise
    return record


def _insert(record: LicenseRecord, image: Image, data: bytes, by: User) -> None:
    record.save(force_insert=True)
    counts.moved("", record.state)
    record.key.record = image.record = record
    record.key.save(force_insert=True)
    image.save(force_insert=True)
    if not record.seeded:
        duplicates.keep_likeness(image, data)
    jobs.enqueue(record, by=by)
    audit.write(Verb.UPLOAD, by=by, record=record, details={"image": image.pk})


def _refuse_duplicate(image: Image) -> None:
    existing = Image.objects.filter(digest=image.digest).first()
    if existing:
        raise ImageRefused(
            "duplicate", str(SENTENCES["duplicate"]), duplicate_of=existing.record_id
        )
