"""Where images come from, and what the office does with them: when due, how long kept."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NumberHandling(models.TextChoices):
    """What becomes of the resident number when a record is approved."""

    KEEP = "keep", _("keep it whole, by statute")
    CUT = "cut", _("cut to birth date and seventh digit")
    DROP = "drop", _("drop it")


class Source(models.Model):
    """Where images come from: a counter, a mailroom, an upstream system."""

    LONGEST_NAME = 80

    key = models.SlugField(_("key"), unique=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    stays_here = models.BooleanField(
        _("never to an outside endpoint"),
        default=False,
        help_text=_("Its images are read by an endpoint on this machine only."),
    )
    due_hours = models.PositiveSmallIntegerField(
        _("hours until due"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 90)],
        help_text=_("A record is due so many hours after it came in."),
    )
    number_handling = models.CharField(
        _("resident number after approval"),
        max_length=4,
        choices=NumberHandling.choices,
        default=NumberHandling.CUT,
        help_text=_("Applied to values, extraction and image; the original image is destroyed."),
    )
    number_statute = models.CharField(
        _("statute that asks for the whole number"),
        max_length=200,
        blank=True,
        help_text=_("Needed to keep it: act and article."),
    )
    keep_approved_days = models.PositiveIntegerField(_("days kept, approved"), default=1825)
    keep_rejected_days = models.PositiveIntegerField(_("days kept, rejected"), default=365)
    keep_withdrawn_days = models.PositiveIntegerField(_("days kept, withdrawn"), default=90)
    trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("Its clean records may pass straight through, as far as the policy goes."),
    )

    class Meta:
        ordering = ("name",)
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = (
            models.CheckConstraint(
                condition=~Q(number_handling="keep") | ~Q(number_statute=""),
                name="source_keeps_by_statute",
            ),
        )

    def __str__(self) -> str:
        """Return the name shown on screens."""
        return self.name
