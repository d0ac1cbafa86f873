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


class Image(models.Model):
    """One stored picture; a replaced one stays, no longer current.

    ``digest`` is a keyed hash that finds exact duplicates without telling the content.
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
    def _place(self) -> str:
        return f"image.file.{self.uid}"

    def store(self, data: bytes) -> None:
        """Seal ``data`` into the storage under a name of ours; the row is not saved."""
        sealed = encryption.seal(self.record.record_key(), data, self._place)
        name = f"images/{self.uid.hex[:2]}/{self.uid.hex}"
        self.stored_name = default_storage.save(name, ContentFile(sealed))

    def read(self) -> bytes:
        """Return the picture as it came in; raises DecryptionFailed or the storage's OSError."""
        with default_storage.open(self.stored_name) as file:
            return encryption.unseal(self.record.record_key(), file.read(), self._place)

    def discard(self) -> None:
        """Remove the stored bytes, e.g. after a transaction that did not come to pass."""
        default_storage.delete(self.stored_name)


class ImageBand(models.Model):
    """One of 16 pieces of a picture's perceptual hash, as a keyed index.

    Pictures that share many pieces are the same one slightly changed.
    """

    image = models.ForeignKey(Image, models.CASCADE, related_name="bands")
    index = models.CharField(max_length=20, db_index=True)

    def __str__(self) -> str:
        """Return whose picture it belongs to."""
        return f"band of {self.image_id}"
