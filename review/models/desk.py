"""What the desk keeps beside a record's values: drafts, second entries, comments on fields."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.field_value import FIELD_CHOICES
from review.models.record import LicenseRecord
from review.models.sealed import SealedText


class Draft(models.Model):
    """What a person typed into a field and has not saved, as typed; nobody else sees it.

    ``version`` is the field's version the person saw, so that saving it later is still refused
    when somebody else saved in between.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=20, choices=FIELD_CHOICES)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    text_box = models.BinaryField(default=b"")

    text = SealedText("text_box")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "user", "name"), name="draft_once"),
        )

    def __str__(self) -> str:
        """Return whose draft of which field this is."""
        return f"{self.record.number} · {self.name} · {self.user}"

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"draft.{column}.{self.record.uid}.{self.name}.{self.user_id}"


class BlindEntry(models.Model):
    """What an approver typed into a field without seeing its value, and how it ended.

    It counts for the field's ``version`` that it was compared with, and for this submission only.
    """

    class Outcome(models.TextChoices):
        """How the two values compare, and what the approver made of a difference."""

        SAME = "same", _("same")
        DIFFERS = "differs", _("differs")
        KEPT = "kept", _("first value kept")
        ADOPTED = "adopted", _("second entry adopted")

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="blind_entries")
    name = models.CharField(max_length=20, choices=FIELD_CHOICES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome.choices)
    value_box = models.BinaryField(default=b"")

    value = SealedText("value_box")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("blind second entry")
        verbose_name_plural = _("blind second entries")

    def __str__(self) -> str:
        """Return which field of which record was entered again."""
        return f"{self.record.number} · {self.name}"

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"blindentry.{column}.{self.record.uid}.{self.name}.{self.by_id}"


class FieldComment(models.Model):
    """What an approver wrote to one field when sending the record back.

    ``to`` had submitted it; the comment stands at the field until the record is submitted again.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="field_comments")
    name = models.CharField(max_length=20, choices=FIELD_CHOICES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    text_box = models.BinaryField(default=b"")

    text = SealedText("text_box")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("comment on a field")
        verbose_name_plural = _("comments on fields")

    def __str__(self) -> str:
        """Return which field of which record is commented on."""
        return f"{self.record.number} · {self.name}"

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"fieldcomment.{column}.{self.record.uid}.{self.name}"
