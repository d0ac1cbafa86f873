"""What the privacy officer signed: the monthly look at who read what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from review import encryption
from review.models.sealed import SingleKey


class OfficeKey(SingleKey):
    """The key that seals what people state about no single record: why they export, what they sign.

    A reason for erasing a record is under it too, since the record's own key goes with the data.
    """

    PLACE = "officekey.wrapped"

    def __str__(self) -> str:
        """Return what it is, never the key."""
        return "key of the office"


class AccessReview(models.Model):
    """One month of the trail, looked through and signed; the figures are those that were seen."""

    month = models.DateField(unique=True)
    figures = models.JSONField(default=dict)
    note_box = models.BinaryField(default=b"")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        """Return which month."""
        return f"{self.month:%Y-%m}"

    @property
    def note(self) -> str:
        """What the officer found, in their own words, which may name a person."""
        return encryption.unseal(OfficeKey.key(), bytes(self.note_box), self._place()).decode()

    @note.setter
    def note(self, text: str) -> None:
        self.note_box = encryption.seal(OfficeKey.key(), text.encode(), self._place())

    def _place(self) -> str:
        return f"accessreview.note_box.{self.month:%Y-%m}"
