"""What a person asks of an export."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from review.services.export import FORMATS


class ExportForm(forms.Form):
    """A format, and whole numbers only with a purpose."""

    format = forms.ChoiceField(choices=[(name, name) for name in FORMATS], initial="csv")
    whole = forms.BooleanField(required=False)
    purpose = forms.CharField(required=False, max_length=200, strip=True)

    def clean(self) -> dict[str, Any]:
        """Ask for a purpose where whole numbers are asked for, and drop it where they are not."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("whole") and not cleaned.get("purpose"):
            self.add_error("purpose", _("State what the whole numbers are needed for."))
        if not cleaned.get("whole"):
            cleaned["purpose"] = ""
        return cleaned
