"""The shape of what a person types, one module a stage."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from review.exceptions import ReviewError


def cleaned(form: Form) -> dict[str, Any]:
    """Return what was typed; raises ReviewError with the form's first sentence."""
    if form.is_valid():
        return form.cleaned_data
    raise ReviewError(first_sentence(form))


def first_sentence(form: Form) -> str:
    """Return the first thing that is wrong, in words."""
    return str(next(iter(form.errors.values()))[0])
