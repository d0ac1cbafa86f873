"""What a page says when it is left."""

from __future__ import annotations

from django import forms


class LeaveForm(forms.Form):
    """Until when the claim held that the page showed."""

    until = forms.DateTimeField()
