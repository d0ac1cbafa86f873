"""The audit ledger: append-only, hash-chained with a keyed MAC, no personal data in the clear."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from review.models.record import number_of


class AuditEvent(models.Model):
    """One line of the trail. Triggers refuse every change of a written line.

    ``details`` holds names of fields, ids and codes; ``sealed`` the values before and after, and
    what somebody stated, as ciphertext under the record's own key, so that destroying that key
    makes them unreadable while the chain still verifies. ``actor`` is the user's name at that time
    ("" for the system), ``address`` where the request came from ("" for this machine's own work).
    """

    seq = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor = models.CharField(_("actor"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    verb = models.CharField(_("verb"), max_length=40)
    record_id = models.BigIntegerField(_("record"), null=True, blank=True)
    details = models.JSONField(_("details"), default=dict)
    sealed = models.BinaryField(default=b"")
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("seq",)
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = (
            models.Index(fields=("actor", "seq"), name="audit_actor"),
            models.Index(fields=("verb", "seq"), name="audit_verb"),
            models.Index(fields=("record_id", "seq"), name="audit_record"),
        )

    def __str__(self) -> str:
        """Return number and verb."""
        return f"{self.seq} · {self.verb}"

    @property
    def record_number(self) -> str:
        """The number that staff use for the record ("" where none is concerned)."""
        return number_of(self.record_id) if self.record_id else ""


class AuditHead(models.Model):
    """The end of the chain: one row, locked while a line is added, moved on by its trigger."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        """Return where the chain ends."""
        return f"{self.seq} · {self.mac[:12]}"


class AuditCheckpoint(models.Model):
    """Where a closed period ended: its lines up to ``seq`` are in the file ``file``, not here.

    ``seal`` is a keyed MAC, so that nobody without the key makes lines disappear behind a
    checkpoint. Triggers take one only for lines that are old enough, and keep it for good.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    mac = models.CharField(max_length=64)
    first_seq = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField()
    file = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ("seq",)

    def __str__(self) -> str:
        """Return which lines were closed."""
        return f"{self.first_seq}-{self.seq}"
