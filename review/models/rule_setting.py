"""What administrators decided about quality rules, and the re-checks that follow."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.finding import Severity


class RuleSetting(models.Model):
    """A rule switched off, or with another severity; no row: the rule as it was written."""

    rule = models.CharField(_("rule"), max_length=60, unique=True)
    off = models.BooleanField(_("switched off"), default=False)
    severity = models.CharField(_("severity"), max_length=7, choices=Severity.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        ordering = ("rule",)
        verbose_name = _("rule setting")
        verbose_name_plural = _("rule settings")

    def __str__(self) -> str:
        """Return the rule's name."""
        return self.rule


class Recheck(models.Model):
    """One run of the quality rules over all open records, done in batches by the workers.

    ``cursor`` is the key of the last record checked; a worker holds a batch by ``lease_until``.
    """

    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("started by"), related_name="+"
    )
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    total = models.PositiveIntegerField(_("records"), default=0)
    done = models.PositiveIntegerField(_("checked"), default=0)
    cursor = models.BigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")

    def __str__(self) -> str:
        """Return how far it is."""
        return f"{self.done}/{self.total}"
