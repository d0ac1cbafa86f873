"""The list of reasons for which a reviewer may propose to reject, kept by administrators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RejectReason(models.Model):
    """One reason; switched off rather than deleted, so that old records keep showing it."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    ko = models.CharField(_("in Korean"), max_length=60)
    en = models.CharField(_("in English"), max_length=60)
    active = models.BooleanField(_("offered"), default=True)
    needs_words = models.BooleanField(
        _("needs words"), default=False, help_text=_("The reviewer has to explain it.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("reason for rejection")
        verbose_name_plural = _("reasons for rejection")

    def __str__(self) -> str:
        """Return the reason in both languages."""
        return f"{self.ko} · {self.en}"

    def label(self, language: str) -> str:
        """Return the reason in ``language`` (``ko`` or ``en``)."""
        return self.ko if language == "ko" else self.en
