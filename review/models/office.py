"""What administrators decided for the office, and what waits for a second one of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OfficeSetting(models.Model):
    """A policy's value as it was set last; no row: its default."""

    name = models.CharField(_("policy"), max_length=40, unique=True)
    value = models.JSONField(_("value"))
    reason = models.CharField(_("reason"), max_length=1000)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    class Meta:
        ordering = ("name",)
        verbose_name = _("office policy")
        verbose_name_plural = _("office policies")

    def __str__(self) -> str:
        """Return the policy's name."""
        return self.name


class PendingChange(models.Model):
    """A change that weakens a control: asked for by one administrator, confirmed by another.

    ``subject`` is a policy's name, a rule's name, or the key of an account or a source. ``before``
    is what stood when it was asked for; a change whose basis moved since is not confirmed any more.
    """

    class Kind(models.TextChoices):
        """What is to change."""

        POLICY = "policy", _("Policy")
        RULE = "rule", _("Quality rule")
        ROLES = "roles", _("Roles of an account")
        FACTOR = "factor", _("Second factor of an account")
        SOURCE = "source", _("Trusted source")

    class State(models.TextChoices):
        """Whether it waits, or how it ended."""

        WAITING = "waiting", _("waiting")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    subject = models.CharField(_("subject"), max_length=60)
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    reason = models.CharField(_("reason"), max_length=1000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("refused by"),
    )
    refusal = models.CharField(_("reason of the refusal"), max_length=1000, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("change for two")
        verbose_name_plural = _("changes for two")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="pendingchange_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", confirmed_by=None, refused_by=None, ended_at=None)
                | Q(state="confirmed", confirmed_by__isnull=False, refused_by=None)
                | Q(state="refused", confirmed_by=None, refused_by__isnull=False),
                name="pendingchange_state_with_who",
            ),
            models.UniqueConstraint(
                fields=("kind", "subject"),
                condition=Q(state="waiting"),
                name="pendingchange_one_waits",
            ),
        )

    def __str__(self) -> str:
        """Return what is to change."""
        return f"{self.get_kind_display()} · {self.subject}"
