"""What is kept about staff beside Django's accounts."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models import leases
from review.models.record import LicenseRecord
from review.models.sealed import SingleKey


class Preference(models.Model):
    """A person's choice of language and of keys (``desk_keys``), those of the defaults left out."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="preference")
    language = models.CharField(
        _("language"), max_length=2, choices=[("ko", "한국어"), ("en", "English")], default="ko"
    )
    keys = models.JSONField(default=dict, blank=True)
    single_keys = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Return whose preference this is."""
        return f"{self.user} · {self.language}"


class SavedView(models.Model):
    """A list of the queue that a person keeps: its name, and its address after the "?"."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("user", "name"), name="saved_view_once_a_name"),
        )

    def __str__(self) -> str:
        """Return what the person called it."""
        return self.name


class FactorKey(SingleKey):
    """The key that seals everybody's second factors."""

    PLACE = "factorkey.wrapped"

    def __str__(self) -> str:
        """Return what it is, never the key."""
        return "key of the second factors"


class Reveal(models.Model):
    """That a person sees a record's whole numbers until ``until``; the trail tells what for."""

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="reveals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
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

    TIME = timedelta(hours=1)
    """After this long the record comes back to the one who skipped it."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "user"), name="skip_once_a_person"),
        )

    def __str__(self) -> str:
        """Return who skipped which record."""
        return f"{self.record.number} · {self.user}"

    @classmethod
    def of(cls, user: object) -> models.QuerySet[Skip]:
        """Return what ``user`` put aside for now."""
        return cls.objects.filter(leases.live("until", cls.TIME), user=user)
