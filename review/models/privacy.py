"""What the privacy officer signed: the monthly look at who read what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class AccessReview(models.Model):
    """One month of the trail, looked through and signed; the figures are those that were seen."""

    month = models.DateField(unique=True)
    figures = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        """Return which month."""
        return f"{self.month:%Y-%m}"
