"""What a person uploads: any number of files; what is in them is judged by the service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from review.models import Source
from review.services import intake


class SeveralFilesInput(forms.ClearableFileInput):
    """A file picker that takes several."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Files, at least one; an empty file passes, so that it gets an answer of its own."""

    widget = SeveralFilesInput

    def clean(self, data: list[UploadedFile], initial: Any = None) -> list[UploadedFile]:
        """Return the files; raises ValidationError when there is none."""
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return data


class UploadForm(forms.Form):
    """Pictures of cards, and where they come from: the office's desk unless something is chosen."""

    source = forms.ModelChoiceField(Source.objects.none(), required=False, to_field_name="key")

    # The class takes its fields out, so that ``form.files`` stays what was sent.
    files = SeveralFilesField(  # type: ignore[assignment]
        error_messages={"required": _("Choose at least one picture.")}
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = intake.sources(by=user)  # type: ignore[attr-defined]
