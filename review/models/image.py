"""The picture of a card: metadata here, the bytes sealed in the storage."""

from __future__ import annotations

import uuid

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review import encryption
from review.models.record import LicenseRecord
from review.models.sealed import SealedText


class Cover(models.TextChoices):
    """Whether the covered picture may be shown, or why it needs a reveal; empty: never tried."""

    HOLDS = "holds", _("holds")
    NO_PLACE = "no place", _("no place known")
    UNSURE = "unsure", _("unsure")
    SHOWS = "shows", _("digits remain")


class Image(models.Model):
    """One stored picture; a replaced one stays, no longer current.

    ``digest`` is a keyed hash that finds exact duplicates without telling the content. Beside the
    original lies the covered picture, without the tail of the resident number, and the portrait
    that was cut out of it; ``number_places`` are the boxes of the whole number. Without a
    ``stored_name`` the original has been destroyed.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="images")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    current = models.BooleanField(_("current"), default=True)
    stored_name = models.CharField(max_length=120)
    content_type = models.CharField(_("type"), max_length=20)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    size = models.PositiveIntegerField(_("bytes"))
    digest = models.CharField(max_length=64, unique=True)
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now)
    cover = models.CharField(_("cover"), max_length=8, choices=Cover.choices, blank=True)
    covered_name = models.CharField(max_length=120, blank=True)
    cover_revision = models.PositiveSmallIntegerField(default=0)
    number_places = models.JSONField(default=list)
    to_drop = models.BooleanField(default=False)
    portrait_box = models.BinaryField(default=b"")

    portrait = SealedText("portrait_box")

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = (
            models.UniqueConstraint(
                fields=("record",), condition=Q(current=True), name="image_one_current"
            ),
        )

    def __str__(self) -> str:
        """Return whose picture this is."""
        return f"{self.record.number} · {self.width} x {self.height}"

    @property
    def is_covered(self) -> bool:
        """Whether the covered picture is there and may be shown."""
        return self.cover == Cover.HOLDS and bool(self.covered_name)

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column, or file, of this row."""
        return f"image.{column}.{self.uid}"

    def store(self, data: bytes) -> None:
        """Seal ``data`` into the storage under a name of ours; the row is not saved."""
        self.stored_name = self._save("file", "images", data)

    def store_cover(self, data: bytes) -> str:
        """Seal the covered picture into the storage; return its name, which no row has yet."""
        return self._save("cover", "covers", data)

    def read(self) -> bytes:
        """Return the picture as it came in; raises DecryptionFailed or the storage's OSError."""
        return self._open("file", self.stored_name)

    def read_cover(self) -> bytes:
        """Return the covered picture (JPEG); raises as ``read`` does."""
        return self._open("cover", self.covered_name)

    def _save(self, kind: str, folder: str, data: bytes) -> str:
        sealed = encryption.seal(self.record_key(), data, self.place(kind))
        name = f"{folder}/{self.uid.hex[:2]}/{self.uid.hex}"
        return default_storage.save(name, ContentFile(sealed))

    def _open(self, kind: str, name: str) -> bytes:
        with default_storage.open(name) as file:
            return encryption.unseal(self.record_key(), file.read(), self.place(kind))

    def discard(self) -> None:
        """Remove the stored bytes, e.g. after a transaction that did not come to pass."""
        default_storage.delete(self.stored_name)


class DoomedFile(models.Model):
    """A stored file that nothing names any more; workers delete it, however often it takes."""

    name = models.CharField(max_length=120, unique=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        """Return the name in the storage, which tells nothing."""
        return self.name


class ImageBand(models.Model):
    """One of 16 pieces of a picture's perceptual hash, as a keyed index.

    Pictures that share many pieces are the same one slightly changed.
    """

    image = models.ForeignKey(Image, models.CASCADE, related_name="bands")
    index = models.CharField(max_length=20, db_index=True)

    def __str__(self) -> str:
        """Return whose picture it belongs to."""
        return f"band of {self.image_id}"
