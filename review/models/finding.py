"""The findings of a record: what a quality rule doubts, and how the doubt ended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from review.models.record import LicenseRecord
from review.models.sealed import SealedJson, SealedText


class Severity(models.TextChoices):
    """How bad it is, as the quality rules say it."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    INFO = "info", _("Note")


class Finding(models.Model):
    """One result of a rule. Message, evidence and suggestions are sealed: they quote values.

    ``fingerprint`` is a blind index of rule, fields and evidence: the same doubt on the same
    values keeps its confirmation or dismissal when the record is checked again.
    """

    class Status(models.TextChoices):
        """Whether the doubt stands."""

        OPEN = "open", _("open")
        CORRECTED = "corrected", _("corrected")
        CONFIRMED = "confirmed", _("confirmed")
        DISMISSED = "dismissed", _("dismissed")

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="findings")
    rule = models.CharField(_("rule"), max_length=60, db_index=True)
    rule_version = models.CharField(_("rule version"), max_length=20)
    field = models.CharField(_("field"), max_length=20, blank=True)
    also = models.JSONField(default=list)
    severity = models.CharField(_("severity"), max_length=7, choices=Severity.choices)
    status = models.CharField(
        _("status"), max_length=10, choices=Status.choices, default=Status.OPEN
    )
    fingerprint = models.CharField(max_length=64)
    body_box = models.BinaryField()
    found_at = models.DateTimeField(_("found"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    reason_box = models.BinaryField(default=b"")

    body = SealedJson("body_box")
    reason = SealedText("reason_box")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = (
            models.Index(fields=("record", "status"), name="finding_status"),
            # The queue's filters read open findings from these alone, status included.
            *(
                models.Index(
                    fields=(*columns, "status", "record"), condition=Q(status="open"), name=name
                )
                for name, columns in {
                    "finding_open_rule": ("rule", "severity", "field"),
                    "finding_open_field": ("field", "severity"),
                    "finding_open_severity": ("severity",),
                }.items()
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("record", "fingerprint"),
                condition=Q(status="open"),
                name="finding_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("confirmed", "dismissed"))
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="finding_ended_by_with_at",
            ),
        )

    def __str__(self) -> str:
        """Return rule and record, never what it quotes."""
        return f"{self.record.number} · {self.rule}"

    def message(self, language: str) -> str:
        """Return the sentence in ``language`` (``ko`` or ``en``)."""
        return self.body["message"]["ko" if language == "ko" else "en"]

    @property
    def suggestions(self) -> list[dict[str, Any]]:
        """The proposals, ranked, each with value (API form) and reason."""
        return self.body["suggestions"]

    def record_key(self) -> bytes:
        """Return the key of the record."""
        return self.record.record_key()

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"finding.{column}.{self.record.uid}.{self.fingerprint}"
