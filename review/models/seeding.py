"""Seeded test records: cards with a known answer, and the records made from them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.record import LicenseRecord
from review.models.sealed import SealedJson


class SeededCard(models.Model):
    """An invented card that a lead brought, read once as a record that nobody works on.

    ``truth`` is what stands on it, by field; ``shown`` what the desk shows as read instead.
    """

    record = models.OneToOneField(LicenseRecord, models.CASCADE, related_name="seeded_card")
    retired_at = models.DateTimeField(null=True, blank=True)
    truth_box = models.BinaryField(default=b"")
    shown_box = models.BinaryField(default=b"")

    truth = SealedJson("truth_box")
    shown = SealedJson("shown_box")

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("card for test records")
        verbose_name_plural = _("cards for test records")

    def __str__(self) -> str:
        """Return the number of the record that keeps the card."""
        return self.record.number

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"seededcard.{column}.{self.record.uid}"


class SeededRecord(models.Model):
    """A test record: made from a card for one reviewer; ``missed`` names fields left wrong."""

    record = models.OneToOneField(LicenseRecord, models.CASCADE, related_name="seeding")
    card = models.ForeignKey(SeededCard, models.CASCADE, related_name="records")
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="test_records"
    )
    given_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    missed = models.JSONField(default=list)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("test record")
        verbose_name_plural = _("test records")

    def __str__(self) -> str:
        """Return the number of the record."""
        return self.record.number
