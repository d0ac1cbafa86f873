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
from review.models.sealed import keyring
from review.workflow import OPEN_STATES, Proposal, RejectReason, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from review.models.field_value import FieldValue
    from review.models.image import Image


class Source(models.Model):
    """Where images come from: a counter, a mailroom, an upstream system."""

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    stays_here = models.BooleanField(
        _("never to an outside endpoint"),
        default=False,
        help_text=_("Its images are read by an endpoint on this machine only."),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        """Return the name shown on screens."""
        return self.name


class RecordQuerySet(models.QuerySet["LicenseRecord"]):
    """The only filters that views may name."""

    def in_state(self, *states: str) -> RecordQuerySet:
        """Keep records in any of ``states``."""
        return self.filter(state__in=states)

    def uploaded_by_user(self, user: object) -> RecordQuerySet:
        """Keep what ``user`` uploaded."""
        return self.filter(uploaded_by=user)

    def claimed_by_user(self, user: object) -> RecordQuerySet:
        """Keep records whose claim ``user`` holds now."""
        return self.filter(claimed_by=user, claim_until__gt=timezone.now())

    def free_for(self, user: object) -> RecordQuerySet:
        """Keep records that nobody else holds now."""
        return self.filter(
            Q(claimed_by=None) | Q(claim_until__lte=timezone.now()) | Q(claimed_by=user)
        )

    def approvable_by(self, user: object) -> RecordQuerySet:
        """Keep records waiting for approval that ``user`` neither submitted nor corrected."""
        waiting = self.filter(state=State.TO_APPROVE)
        return waiting.exclude(submitted_by=user).exclude(corrections__by=user)

    def sent_back_to(self, user: object) -> RecordQuerySet:
        """Keep records that ``user`` submitted and an approver sent back."""
        back = self.filter(state=State.TO_REVIEW, submitted_by=user)
        return back.exclude(send_back_comment_box=b"")

    def with_finding(self, rule: str) -> RecordQuerySet:
        """Keep records with an open finding of ``rule``."""
        return self.filter(findings__rule=rule, findings__status="open").distinct()

    def with_severity(self, severity: str) -> RecordQuerySet:
        """Keep records with an open finding of ``severity``."""
        return self.filter(findings__severity=severity, findings__status="open").distinct()

    def queue_order(self) -> RecordQuerySet:
        """Order most doubtful first, then oldest."""
        return self.order_by("-doubt", "created_at", "pk")

    def newest_first(self) -> RecordQuerySet:
        """Order what came in last first."""
        return self.order_by("-created_at", "-pk")

    def after_in_queue(self, pk: int) -> RecordQuerySet:
        """Keep what follows the record ``pk`` in the queue's order; everything if it is gone."""
        last = LicenseRecord.objects.filter(pk=pk).first()
        if last is None:
            return self
        later = Q(created_at__gt=last.created_at) | Q(created_at=last.created_at, pk__gt=last.pk)
        return self.filter(Q(doubt__lt=last.doubt) | Q(doubt=last.doubt) & later)

    def numbered(self, pks: Iterable[int]) -> RecordQuerySet:
        """Keep the records with these keys."""
        return self.filter(pk__in=pks)

    def counts_by_state(self) -> dict[str, int]:
        """Return how many records are in each state that has any."""
        return dict(self.order_by().values_list("state").annotate(models.Count("pk")))

    def for_list(self) -> RecordQuerySet:
        """Fetch what one row of a list shows, in a fixed number of queries."""
        return self.select_related("source", "claimed_by", "key").prefetch_related(
            "values", models.Prefetch("findings", to_attr="all_findings")
        )


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
    reject_reason = models.CharField(
        _("reason for rejection"), max_length=20, choices=RejectReason.choices, blank=True
    )
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

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("license record")
        verbose_name_plural = _("license records")
        indexes = (
            models.Index(F("state"), F("doubt").desc(), F("created_at"), name="record_queue"),
            models.Index(fields=("uploaded_by", "-created_at"), name="record_uploads"),
            models.Index(fields=("claimed_by", "claim_until"), name="record_claims"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                name="record_approver_is_not_submitter",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
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
                condition=~Q(state__in=(State.APPROVED, State.REJECTED))
                | Q(decided_by__isnull=False, submitted_by__isnull=False),
                name="record_decided_by_two",
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
        return f"K-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        """Whether work on the record is still possible."""
        return self.state in OPEN_STATES

    @cached_property
    def _own_key(self) -> bytes:
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
    def image(self) -> Image:
        """The picture under review now."""
        return self.images.get(current=True)

    def values_by_name(self) -> dict[str, FieldValue]:
        """Return the field values by API name."""
        return {value.name: value for value in self.values.all()}

    def claim_is_live(self, now: datetime | None = None) -> bool:
        """Return whether somebody holds the record at ``now``."""
        return self.claim_until is not None and self.claim_until > (now or timezone.now())

    def is_held_by(self, user: object) -> bool:
        """Return whether ``user`` holds the record now."""
        return self.claim_is_live() and self.claimed_by == user


class RecordKey(models.Model):
    """A record's own key, wrapped by the master key; destroying it destroys the record's data."""

    record = models.OneToOneField(LicenseRecord, models.CASCADE, related_name="key")
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        """Return whose key this is, never the key."""
        return f"key of {self.record_id}"

    @staticmethod
    def place_of(uid: uuid.UUID) -> str:
        """Return the place a record's key is bound to."""
        return f"recordkey.wrapped.{uid}"
