"""What the privacy officer asks about one person, and what is to be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.models import LicenseRecord


class FindForm(forms.Form):
    """A resident number, a license number, or both."""

    Number = forms.CharField(required=False, max_length=20, label=gettext_lazy("Resident number"))
    LicenseNumber = forms.CharField(
        required=False, max_length=30, label=gettext_lazy("License number")
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Enter a resident number or a license number."))
        return cleaned


class RequestForm(forms.Form):
    """The records it is about, and the reason."""

    record = forms.ModelMultipleChoiceField(
        LicenseRecord.objects.all(),
        error_messages={"required": gettext_lazy("Choose the records.")},
    )
    reason = forms.CharField(
        max_length=300, error_messages={"required": gettext_lazy("State a reason.")}
    )


class EraseForm(RequestForm):
    """The same, with the consent that nothing brings it back."""

    sure = forms.BooleanField(
        error_messages={"required": gettext_lazy("Confirm that it is destroyed for good.")}
    )
