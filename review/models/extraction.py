"""What the OCR endpoint was asked and what it answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.record import LicenseRecord
from review.models.sealed import SealedJson


class Attempt(models.Model):
    """One try to get an extraction: saved before the call, completed after it."""

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="attempts")
    endpoint = models.CharField(_("endpoint"), max_length=200)
    request_id = models.CharField(_("request id"), max_length=64, blank=True, db_index=True)
    error_code = models.CharField(_("error code"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(_("milliseconds"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        """Return record, endpoint and outcome."""
        return f"{self.record.number} · {self.endpoint} · {self.outcome or '…'}"


class Extraction(models.Model):
    """The answer of one attempt, exactly as received, sealed under the record's key.

    ``response`` is the inner mapping of the wire contract; ``detail`` holds confidence and boxes
    (pixels of the stored picture, EXIF orientation applied) where the engine gives them.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="extractions")
    attempt = models.OneToOneField(Attempt, models.CASCADE, related_name="extraction")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    response_box = models.BinaryField()
    detail_box = models.BinaryField(default=b"")
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    response = SealedJson("response_box")
    detail = SealedJson("detail_box")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("extraction")
        verbose_name_plural = _("extractions")

    def __str__(self) -> str:
        """Return whose extraction this is."""
        return f"{self.record.number} · {self.received_at:%Y-%m-%d %H:%M}"

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"extraction.{column}.{self.uid}"
