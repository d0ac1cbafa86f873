"""What is kept about staff beside Django's accounts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.record import LicenseRecord


class Preference(models.Model):
    """A person's choice of language."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference")
    language = models.CharField(
        _("language"), max_length=2, choices=[("ko", "한국어"), ("en", "English")], default="ko"
    )

    def __str__(self) -> str:
        """Return whose preference this is."""
        return f"{self.user} · {self.language}"


class Reveal(models.Model):
    """That a person sees a record's whole numbers until ``until``, and for what purpose."""

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="reveals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    with_claim = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("record", "user", "until"), name="reveal_until"),)

    def __str__(self) -> str:
        """Return who sees which record."""
        return f"{self.record.number} · {self.user}"


class Skip(models.Model):
    """That a person put a record aside until ``until``."""

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="skips")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "user"), name="skip_once_a_person"),
        )

    def __str__(self) -> str:
        """Return who skipped which record."""
        return f"{self.record.number} · {self.user}"
