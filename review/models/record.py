"""The license record: one card under review, its source and its key."""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review import encryption
from review.exceptions import DecryptionFailed
from review.models import leases
from review.models.queries import RecordQuerySet
from review.models.sealed import UnderMasterKey, keyring
from review.models.source import NumberHandling, Source
from review.workflow import OPEN_STATES, Draw, Proposal, State

if TYPE_CHECKING:
    from review.models.field_value import FieldValue
    from review.models.image import Image


def number_of(pk: int) -> str:
    """Return the number that staff use for the record with this key, e.g. ``K-001842``."""
    return f"K-{pk:06d}"


class LicenseRecord(models.Model):
    """One card under review. Only ``services.transitions`` writes ``state``."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.RECEIVED
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    source = models.ForeignKey(Source, models.PROTECT, verbose_name=_("source"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="uploads", verbose_name=_("uploader")
    )
    created_at = models.DateTimeField(_("received"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    doubt = models.PositiveSmallIntegerField(_("doubt"), default=0)
    turn = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("claimed by"),
    )
    claim_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    # A second, short claim on what comes next; no work, and over by itself.
    prefetched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    prefetched_until = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    proposal = models.CharField(_("proposal"), max_length=6, choices=Proposal.choices, blank=True)
    # The code of a RejectReason; the list may change, the record keeps what was chosen.
    reject_reason = models.CharField(_("reason for rejection"), max_length=20, blank=True)
    reject_text_box = models.BinaryField(default=b"")
    send_back_comment_box = models.BinaryField(default=b"")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    purged_at = models.DateTimeField(_("data destroyed"), null=True, blank=True)
    # Approved by the system under the office's policy: nobody submitted, nobody decided.
    straight_through = models.BooleanField(_("straight through"), default=False)
    draw = models.CharField(max_length=7, choices=Draw.choices, blank=True)
    # A test record, or the card that such are made from (models/seeding.py).
    seeded = models.BooleanField(default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("license record")
        verbose_name_plural = _("license records")
        indexes = (
            # One for each order of a state's list.
            models.Index(F("state"), F("doubt").desc(), F("id"), name="record_by_doubt"),
            models.Index(fields=("state", "created_at", "id"), name="record_by_age"),
            models.Index(fields=("state", "due_at", "id"), name="record_by_due"),
            models.Index(fields=("submitted_by", "state"), name="record_submissions"),
            models.Index(fields=("uploaded_by", "-created_at"), name="record_uploads"),
            models.Index(fields=("claimed_by", "claim_until"), name="record_claims"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                name="record_approver_is_not_submitter",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, straight_through=False)
                | Q(decided_by=None, decided_at__isnull=False, straight_through=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False, straight_through=False),
                name="record_decided_by_with_at",
            ),
            models.CheckConstraint(
                condition=Q(submitted_by=None, submitted_at=None)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="record_submitted_by_with_at",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claim_until=None)
                | Q(claimed_by__isnull=False, claim_until__isnull=False),
                name="record_claimed_by_with_until",
            ),
            models.CheckConstraint(
                condition=Q(prefetched_by=None, prefetched_until=None)
                | Q(prefetched_by__isnull=False, prefetched_until__isnull=False),
                name="record_prefetched_by_with_until",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED, State.REJECTED))
                | Q(decided_by__isnull=False, submitted_by__isnull=False)
                | Q(state=State.APPROVED, straight_through=True),
                name="record_decided_by_two",
            ),
            models.CheckConstraint(
                condition=Q(straight_through=False)
                | Q(state=State.APPROVED, submitted_by=None, draw=Draw.PASSED),
                name="record_straight_through_alone",
            ),
            models.CheckConstraint(
                condition=Q(seeded=False) | ~Q(state__in=(State.APPROVED, State.REJECTED)),
                name="record_seeded_is_never_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="record_state_is_known"
            ),
        )

    def __str__(self) -> str:
        """Return the number that staff use."""
        return self.number

    @property
    def number(self) -> str:
        """The record's number on screens, e.g. ``K-001842``."""
        return number_of(self.pk)

    @property
    def is_open(self) -> bool:
        """Whether work on the record is still possible."""
        return self.state in OPEN_STATES

    @cached_property
    def _own_key(self) -> bytes:
        if self.purged_at:
            raise DecryptionFailed("the key of this record was destroyed")
        return keyring().unwrap(bytes(self.key.wrapped), RecordKey.place_of(self.uid))

    def record_key(self) -> bytes:
        """Return the 32 bytes that open this record's sealed columns; raises DecryptionFailed."""
        return self._own_key

    def place(self, column: str) -> str:
        """Return the place of a sealed column of this row."""
        return f"licenserecord.{column}.{self.uid}"

    def sealed(self, column: str) -> str:
        """Return the text of the sealed column ``column`` ("" where nothing is kept)."""
        kept = bytes(getattr(self, column))
        if not kept:
            return ""
        return encryption.unseal(self.record_key(), kept, self.place(column)).decode()

    def seal(self, column: str, text: str) -> bytes:
        """Return ``text`` sealed for the column ``column`` (empty for "")."""
        if not text:
            return b""
        return encryption.seal(self.record_key(), text.encode(), self.place(column))

    @property
    def reject_text(self) -> str:
        """What the submitter wrote beside the reason for a rejection."""
        return self.sealed("reject_text_box")

    @property
    def send_back_comment(self) -> str:
        """What the approver wrote when sending the record back the last time."""
        return self.sealed("send_back_comment_box")

    @property
    def number_was_dropped(self) -> bool:
        """Whether the last approval dropped the resident number, so that nobody asks for it."""
        key = getattr(self, "number_key", None)
        return key is not None and key.handled == NumberHandling.DROP

    @property
    def image(self) -> Image:
        """The picture under review now."""
        return self.images.get(current=True)

    def values_by_name(self) -> dict[str, FieldValue]:
        """Return the field values by API name."""
        return {value.name: value for value in self.values.all()}

    def claim_is_live(self, now: datetime | None = None) -> bool:
        """Return whether somebody holds the record at ``now``, so that nobody else may."""
        return leases.is_live(self.claim_until, settings.KRDL_CLAIM_TIME, now)

    def is_held_by(self, user: object) -> bool:
        """Return whether ``user`` holds the record now (see ``claimed_by_user``)."""
        if self.claim_until is None or self.claim_until <= timezone.now():
            return False
        return self.claimed_by == user

    def is_fetched_ahead(self) -> bool:
        """Return whether ``prefetched_by`` has the record ready as the next one now."""
        return leases.is_live(self.prefetched_until, settings.KRDL_PREFETCH_TIME)


class RecordKey(UnderMasterKey):
    """A record's own key, wrapped by the master key; destroying it destroys the record's data."""

    record = models.OneToOneField(LicenseRecord, models.CASCADE, related_name="key")
    wrapped = models.BinaryField()

    MASTER_COLUMN = "wrapped"
    MASTER_RELATED = ("record",)

    def __str__(self) -> str:
        """Return whose key this is, never the key."""
        return f"key of {self.record_id}"

    def master_place(self) -> str:
        """Return the place of this row's key."""
        return self.place_of(self.record.uid)

    @staticmethod
    def place_of(uid: uuid.UUID) -> str:
        """Return the place a record's key is bound to."""
        return f"recordkey.wrapped.{uid}"
