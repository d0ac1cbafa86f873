"""Stored files that have to go: noted in the transaction that gives them up, deleted after it.

The note is the job. It stays until the storage has deleted the file, however often that takes.
"""

from __future__ import annotations

import logging

from django.core.files.storage import default_storage
from django.db import transaction

from review.models import DoomedFile, Image
from review.ocr import images

log = logging.getLogger(__name__)
BATCH = 25


def doom(name: str) -> None:
    """Note that the file ``name`` has to go ("" is no file)."""
    if name:
        DoomedFile.objects.get_or_create(name=name)


def dispose_some(*, by: None = None) -> bool:
    """Delete the next files that are due and paint over what is to be dropped.

    Returns whether anything was done; what the storage refuses is tried again later.
    """
    # In any order: files that never go must not bar those behind them.
    deleted = [_delete(doomed) for doomed in DoomedFile.objects.order_by("?")[:BATCH]]
    return _repaint_some() or any(deleted)


def waiting() -> int:
    """Return how many files and pictures still wait for their end."""
    return DoomedFile.objects.count() + Image.objects.filter(to_drop=True).count()


def _delete(doomed: DoomedFile) -> bool:
    try:
        default_storage.delete(doomed.name)
    except Exception as error:  # the storage's own kinds of failure
        log.warning("The storage did not delete a file: %s", type(error).__name__)
        return False
    doomed.delete()
    return True


def _repaint_some() -> bool:
    rows = Image.objects.filter(to_drop=True).select_related("record__key").order_by("?")
    done = [_repaint(image) for image in rows[:BATCH]]
    return any(done)


def _repaint(image: Image) -> bool:
    """Paint over the whole number in a covered picture whose source drops it."""
    try:
        name = image.store_cover(images.paint_over(image.read_cover(), image.number_places))
    except Exception as error:  # the storage's own kinds of failure
        log.warning("A picture could not be painted over: %s", type(error).__name__)
        return False
    with transaction.atomic():
        mine = Image.objects.filter(pk=image.pk, to_drop=True, covered_name=image.covered_name)
        kept = mine.update(
            to_drop=False, covered_name=name, cover_revision=image.cover_revision + 1
        )
        doom(image.covered_name if kept else name)
    return True
