"""A card for test records: its picture, what stands on it, and what is shown as read instead."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from review.forms.correction import as_kept
from review.license_fields import FIELDS, LicenseField

# Sex follows from the resident number.
ASKED = tuple(field for field in FIELDS if field.name != "Sex")
LONGEST = 300


class CardForm(forms.Form):
    """``cleaned_data`` has the image, and ``truth`` and ``shown`` by field in the API's form."""

    image = forms.FileField(error_messages={"required": _("Choose an image.")})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ASKED:
            required = field.required
            self.fields[f"right-{field.name}"] = forms.CharField(
                required=required,
                max_length=LONGEST,
                error_messages={"required": _("Type what stands on the card.")},
            )
            self.fields[f"shown-{field.name}"] = forms.CharField(required=False, max_length=LONGEST)

    def clean(self) -> dict[str, Any]:
        """Bring every value into the form that is kept; what is shown the same is not altered."""
        truth = {field.name: self._kept(field, "right") for field in ASKED}
        shown = {field.name: self._kept(field, "shown") for field in ASKED}
        altered = {name: text for name, text in shown.items() if text and text != truth[name]}
        return {**self.cleaned_data, "truth": truth, "shown": altered}

    def _kept(self, field: LicenseField, column: str) -> str:
        name = f"{column}-{field.name}"
        text = " ".join(self.cleaned_data.get(name, "").split())
        try:
            return as_kept(field, text) if text else ""
        except ValidationError as error:
            self.add_error(name, error)
            return ""
