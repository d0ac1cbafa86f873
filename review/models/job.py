"""Background work as rows: the row is the truth, whoever carries its id."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models import leases
from review.models.record import LicenseRecord
from review.ocr.errors import RETRY_AFTER_LIMIT_S

LONGEST_WAIT = timedelta(seconds=RETRY_AFTER_LIMIT_S)
"""The longest pause between two tries; a job that waits longer was put back on a wrong clock."""


class JobQuerySet(models.QuerySet["Job"]):
    """What a worker, the admin and the desk ask of jobs."""

    def claimable(self) -> JobQuerySet:
        """Keep queued jobs that are due and running jobs whose lease ran out, oldest first."""
        due = Q(state=Job.State.QUEUED) & leases.over("run_after", LONGEST_WAIT)
        abandoned = Q(state=Job.State.RUNNING) & leases.over("lease_until", settings.KRDL_JOB_LEASE)
        return self.filter(due | abandoned).order_by("run_after", "pk")

    def dead(self) -> JobQuerySet:
        """Keep jobs that nobody will run again unless told to."""
        return self.filter(state=Job.State.DEAD)


class Job(models.Model):
    """One piece of background work: recognize the current picture of a record.

    A worker holds it by ``lease_token`` until ``lease_until``; every result is written only while
    the token still is the worker's.
    """

    class State(models.TextChoices):
        """Where a job stands."""

        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DEAD = "dead", _("dead")

    record = models.ForeignKey(LicenseRecord, models.CASCADE, related_name="jobs")
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    halvings = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(_("run after"), default=timezone.now)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = (models.Index(fields=("state", "run_after"), name="job_due"),)
        constraints = (
            models.UniqueConstraint(
                fields=("record",),
                condition=Q(state__in=("queued", "running")),
                name="job_one_live",
            ),
            models.CheckConstraint(
                condition=~Q(state="running")
                | Q(lease_until__isnull=False, lease_token__isnull=False),
                name="job_running_has_lease",
            ),
        )

    def __str__(self) -> str:
        """Return the record and the state of the work."""
        return f"{self.record.number} · {self.get_state_display()}"

    @staticmethod
    def new_token() -> uuid.UUID:
        """Return a fresh fencing token."""
        return uuid.uuid4()
