"""How long data lives: the resident number's own key, and what keeps a record from destruction."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review import encryption
from review.models.record import LicenseRecord
from review.models.sealed import UnderMasterKey, keyring
from review.models.source import NumberHandling


class NumberKey(UnderMasterKey):
    """The key of ledger lines that hold a record's resident number, which are never rewritten.

    Destroying it, that is putting a fresh one in its place, makes them unreadable while the chain
    still verifies. ``handled`` says what became of the number at the last approval; empty: it is
    whole.
    """

    MASTER_COLUMN = "wrapped"
    MASTER_RELATED = ("record",)

    record = models.OneToOneField(LicenseRecord, models.CASCADE, related_name="number_key")
    wrapped = models.BinaryField()
    handled = models.CharField(max_length=4, choices=NumberHandling.choices, blank=True)

    def __str__(self) -> str:
        """Return whose key this is, never the key."""
        return f"number key of {self.record_id}"

    def master_place(self) -> str:
        """Return the place the key is bound to."""
        return f"numberkey.wrapped.{self.record.uid}"

    def key(self) -> bytes:
        """Return the key."""
        return keyring().unwrap(bytes(self.wrapped), self.master_place())

    def renew(self) -> None:
        """Put a fresh key in place of the old one, which is gone; the row is not saved."""
        self.wrapped = keyring().wrap(encryption.new_key(), self.master_place())

    @staticmethod
    def of(record: LicenseRecord) -> NumberKey:
        """Return the record's number key, made when it is first needed."""
        row = NumberKey.objects.filter(record=record).first()
        if row is None:
            row = NumberKey(record=record)
            row.renew()
            row.save(force_insert=True)
        row.record = record
        return row


class LegalHold(models.Model):
    """A privacy officer's order that a record must not be destroyed, until it is lifted.

    The reasons for both stand in the trail.
    """

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="holds")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(_("since"), default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints = (
            models.UniqueConstraint(
                fields=("record",), condition=Q(lifted_at=None), name="hold_one_live"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None, lifted_at=None)
                | Q(lifted_by__isnull=False, lifted_at__isnull=False),
                name="hold_lifted_by_with_at",
            ),
        )

    def __str__(self) -> str:
        """Return which record is held."""
        return self.record.number
