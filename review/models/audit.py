"""The audit ledger: append-only, hash-chained with a keyed MAC, no personal data in the clear."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One line of the trail. Triggers refuse every change of a written line.

    ``details`` holds names of fields, ids and codes; ``sealed`` the values before and after as
    ciphertext under the record's own key, so that destroying that key makes them unreadable while
    the chain still verifies. ``actor`` is the user's name at that time ("" for the system).
    """

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"))
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    actor = models.CharField(_("actor"), max_length=150, blank=True)
    verb = models.CharField(_("verb"), max_length=40, db_index=True)
    record_id = models.BigIntegerField(_("record"), null=True, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict)
    sealed = models.BinaryField(default=b"")
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("seq",)
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")

    def __str__(self) -> str:
        """Return number and verb."""
        return f"{self.seq} · {self.verb}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked while a line is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        """Return where the chain ends."""
        return f"{self.seq} · {self.mac[:12]}"
