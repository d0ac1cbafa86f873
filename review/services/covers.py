"""The covered picture beside the original: kept with its verdict, followed by what replaces it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage

from review.models import Image
from review.services import disposal

if TYPE_CHECKING:
    from review.ocr.cover import Cover


@dataclass(frozen=True)
class Stored:
    """A cover whose picture lies in the storage under ``name`` ("" without one), in no row yet."""

    image: Image
    cover: Cover
    name: str

    def discard(self) -> None:
        """Remove the file again: its transaction did not come to pass."""
        if self.name:
            default_storage.delete(self.name)


def store(image: Image, cover: Cover) -> Stored:
    """Put the covered picture into the storage; outside every transaction."""
    return Stored(image, cover, image.store_cover(cover.picture) if cover.picture else "")


def keep_late(stored: Stored) -> None:
    """Write the cover as ``keep`` does, unless the original has been given up meanwhile."""
    image = Image.objects.select_for_update().filter(pk=stored.image.pk).first()
    if image is None or not image.stored_name or image.is_covered:
        disposal.doom(stored.name)
        return
    keep(Stored(image, stored.cover, stored.name))


def keep(stored: Stored) -> None:
    """Write the cover into the image's row, within the caller's transaction.

    An earlier covered picture is doomed, whatever the new verdict.
    """
    image, cover = stored.image, stored.cover
    disposal.doom(image.covered_name)
    image.covered_name, image.cover = stored.name, cover.verdict.value
    image.number_places = cover.places
    image.portrait = cover.portrait
    image.cover_revision += 1
    image.save(
        update_fields=["covered_name", "cover", "number_places", "portrait_box", "cover_revision"]
    )
