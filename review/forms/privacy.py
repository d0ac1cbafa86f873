"""What the privacy officer writes: the note of a sign-off, the reason of a download."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """What was found, in words."""

    note = forms.CharField(
        max_length=1000, error_messages={"required": _("Write down what you found.")}
    )


class DownloadForm(forms.Form):
    """What the lines are needed for."""

    reason = forms.CharField(
        max_length=300, error_messages={"required": _("State what the lines are needed for.")}
    )
