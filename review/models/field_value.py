"""The fields of a record: as extracted, as they stand, and who corrected them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review import license_fields
from review.models.record import LicenseRecord
from review.models.sealed import SealedText

FIELD_CHOICES = [
    (field.name, field.ko) for field in (*license_fields.FIELDS, *license_fields.FURTHER)
]


class Origin(models.TextChoices):
    """How a value came to stand where it stands."""

    EXTRACTED = "extracted", _("as read")
    TYPED = "typed", _("typed")
    SUGGESTED = "suggested", _("suggestion taken")
    DERIVED = "derived", _("derived")
    UNDONE = "undone", _("undone")
    ADOPTED = "adopted", _("second entry adopted")


class FieldValue(models.Model):
    """One field of a record; values are sealed, in the API's form (dates dd/mm/yyyy).

    ``search_index`` is a blind index of the value as it stands, for fields that are searched.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="values")
    name = models.CharField(max_length=20, choices=FIELD_CHOICES)
    extracted_box = models.BinaryField(default=b"")
    value_box = models.BinaryField(default=b"")
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.EXTRACTED
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("corrected by"),
    )
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    search_index = models.CharField(max_length=64, blank=True, db_index=True)

    extracted = SealedText("extracted_box")
    value = SealedText("value_box")

    class Meta:
        verbose_name = _("field value")
        verbose_name_plural = _("field values")
        constraints = (
            models.UniqueConstraint(fields=("record", "name"), name="field_value_once"),
            models.CheckConstraint(
                condition=Q(corrected_by=None, corrected_at=None)
                | Q(corrected_by__isnull=False, corrected_at__isnull=False),
                name="field_value_corrected_by_with_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="field_value_confirmed_by_with_at",
            ),
        )

    def __str__(self) -> str:
        """Return which field of which record, never its value."""
        return f"{self.record.number} · {self.name}"

    @property
    def field(self) -> license_fields.LicenseField:
        """The field's description."""
        return license_fields.BY_NAME[self.name]

    @property
    def is_as_read(self) -> bool:
        """Whether nobody has corrected or confirmed the value yet."""
        return self.origin == Origin.EXTRACTED and self.confirmed_at is None

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"fieldvalue.{column}.{self.record.uid}.{self.name}"


class Correction(models.Model):
    """Who ever changed a field of a record; what keeps a corrector from approving.

    The values before and after are in the audit ledger, sealed under the record's key.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="corrections")
    name = models.CharField(max_length=20, choices=FIELD_CHOICES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections")
    at = models.DateTimeField(default=timezone.now)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    rule = models.CharField(max_length=60, blank=True)
    before_box = models.BinaryField(default=b"")
    after_box = models.BinaryField(default=b"")

    before = SealedText("before_box")
    after = SealedText("after_box")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = (models.Index(fields=("record", "by"), name="correction_by"),)

    def __str__(self) -> str:
        """Return which field of which record was corrected."""
        return f"{self.record.number} · {self.name}"

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"correction.{column}.{self.record.uid}.{self.name}"
