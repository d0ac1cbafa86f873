"""The standing of an OCR endpoint: running, or paused until somebody mends it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EnginePause(models.Model):
    """An endpoint that answered that it is not available; removed when an administrator resumes."""

    endpoint = models.CharField(_("endpoint"), max_length=200, unique=True)
    error_code = models.CharField(_("error code"), max_length=100)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("paused endpoint")
        verbose_name_plural = _("paused endpoints")

    def __str__(self) -> str:
        """Return the endpoint and the code that paused it."""
        return f"{self.endpoint} · {self.error_code}"
