"""What a person asks of the trail: whose events, which, when, of which record."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from review.masking import mask_text

_RECORD = re.compile(r"(?:[Kk]-?)?([0-9]{1,18})")


class TrailForm(forms.Form):
    """The trail's address; what is not understood is left out, never refused."""

    person = forms.CharField(required=False, max_length=150)
    verb = forms.CharField(required=False, max_length=40)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    record = forms.RegexField(_RECORD, required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)

    def asked(self) -> dict[str, Any]:
        """Return what was understood, by field name."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    def told(self) -> dict[str, str]:
        """Return what was asked, as the event of the look tells it: no number typed by mistake."""
        return {name: mask_text(str(value)) for name, value in self.asked().items() if value}

    def record_key(self) -> int | None:
        """Return the key of the record that was asked for."""
        number = _RECORD.fullmatch(self.asked()["record"] or "")
        return int(number[1]) if number else None
