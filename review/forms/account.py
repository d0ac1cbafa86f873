"""What a person chooses for themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from review.desk_keys import KEYS, cap_of, code_of, twice_given


class LanguageForm(forms.Form):
    """One of the site's languages."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class KeyField(forms.CharField):
    """A key as a person writes it; its clean value is the key's place."""

    def clean(self, value: object) -> str:
        """Return the place of the key; "" where none is wanted."""
        written = super().clean(value)
        code = code_of(written) if written else ""
        if code is None:
            raise ValidationError(
                _("“%s” cannot be chosen: a letter, a digit, a sign, or Enter with Ctrl or Shift.")
                % written
            )
        return code


class KeysForm(forms.Form):
    """A key for every act; ``codes`` is what was chosen."""

    single_keys = forms.BooleanField(required=False)

    def __init__(self, *args: object, **options: object) -> None:
        """Make a field for every act."""
        super().__init__(*args, **options)
        for name, key in KEYS.items():
            self.fields[name] = KeyField(required=False, max_length=20, label=key.label)

    @property
    def codes(self) -> dict[str, str]:
        """The chosen keys by act."""
        return {name: self.cleaned_data[name] for name in KEYS}

    def clean(self) -> dict[str, object]:
        """Refuse one key for two acts on the same page, saying which."""
        for first, second in twice_given(self.cleaned_data):
            told = {
                "cap": cap_of(self.cleaned_data[second.name]),
                "other": first.label,
            }
            self.add_error(second.name, _("%(cap)s is already the key for “%(other)s”.") % told)
        return self.cleaned_data


def caps(codes: dict[str, str]) -> dict[str, str]:
    """Return the keys as the form shows them."""
    return {name: cap_of(code) for name, code in codes.items()}
