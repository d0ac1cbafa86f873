"""What a person types into a field, brought into the API's form, and reasons."""

from __future__ import annotations

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from review import authority_check, masking
from review.license_fields import Kind, LicenseField, Sensitivity
from review.quality import dates

_BARE = r"[0-9]{8}"
_PARTED = r"[0-9]{4}(?:[./-] ?| )[0-9]{1,2}(?:[./-] ?| )[0-9]{1,2}\.?"
_TYPED_DAY = re.compile(rf"{_BARE}|{_PARTED}")
_TYPED_PERIOD = re.compile(rf"({_BARE}|{_PARTED}) ?[~∼〜～–-]? ?({_BARE}|{_PARTED})")


def typed_date(text: str) -> date:
    """Read 20260301, 2026-03-01, 2026.3.1 or the API's 01/03/2026; raises ValidationError."""
    if day := dates.parse_api(text):
        return day
    if not _TYPED_DAY.fullmatch(text):
        raise ValidationError(
            _("This is not a date. 20110228, 2011-02-28 and 2011.2.28 are all understood.")
        )
    parts = re.findall("[0-9]+", text)
    if len(parts) == 1:
        parts = [text[:4], text[4:6], text[6:]]
    year, month, number = map(int, parts)
    if day := dates.build(year, month, number):
        return day
    raise ValidationError(
        _("%(year)d-%(month)02d has no day %(day)d. 20110228, 2011-02-28, 2011.2.28 all work."),
        params={"year": year, "month": month, "day": number},
    )


def typed_period(text: str) -> dates.Period:
    """Read two such dates, joined by ~ or a blank; raises ValidationError."""
    if period := dates.parse_period(text):
        return period
    found = _TYPED_PERIOD.fullmatch(text)
    if not found:
        raise ValidationError(_("A period is two dates: 2020.02.28 ~ 2020.08.27."))
    return dates.Period(typed_date(found[1]), typed_date(found[2]))


def typed_conditions(text: str) -> str:
    """Read the letters of the conditions box, parted or not: ``a,c`` is ``A, C``."""
    letters = re.findall(r"[A-Z]", text.upper())
    if re.sub(r"[A-Z,/· ]", "", text.upper()) or len(set(letters)) < len(letters):
        raise ValidationError(_("Conditions are the letters of the box, each once: A, or A, C."))
    return ", ".join(sorted(letters))


def typed_result(text: str) -> str:
    """Read a code of the authority's check; raises ValidationError."""
    if text not in authority_check.CODES:
        raise ValidationError(_("Choose a code of the list, or nothing."))
    return text


def as_kept(field: LicenseField, text: str) -> str:
    """Return what was typed for ``field`` in the form that is kept; raises ValidationError."""
    if field.kind is Kind.DATE:
        return dates.format_api(typed_date(text))
    if field.kind is Kind.PERIOD:
        return dates.format_period(typed_period(text))
    if field.kind is Kind.CONDITIONS:
        return typed_conditions(text)
    if field.kind is Kind.CHECK_RESULT:
        return typed_result(text)
    return text


class FieldForm(forms.Form):
    """One field of a record as typed; ``cleaned_data["value"]`` is in the API's form."""

    value = forms.CharField(required=False, max_length=300)
    version = forms.IntegerField(min_value=1)

    def __init__(self, data: object, *, field: LicenseField) -> None:
        """Bind the form to what was sent for ``field``."""
        super().__init__(data)
        self.field = field

    def clean_value(self) -> str:
        """Bring dates into the API's form and everything else onto one line."""
        text = " ".join(self.cleaned_data["value"].split())
        if self.field.sensitivity is Sensitivity.UNIQUE and masking.MASK in text:
            raise ValidationError(_("Reveal the number before you change it."))
        return as_kept(self.field, text) if text else ""


class DraftForm(forms.Form):
    """What is being typed into a field, as it is; ``drop`` forgets it."""

    value = forms.CharField(required=False, max_length=300, strip=False)
    version = forms.IntegerField(min_value=1)
    drop = forms.BooleanField(required=False)


class UndoForm(forms.Form):
    """Which version of a field is to be undone."""

    version = forms.IntegerField(min_value=1)


class TurnForm(forms.Form):
    """How the picture stands: degrees clockwise."""

    degrees = forms.TypedChoiceField(
        choices=[(turn, turn) for turn in (0, 90, 180, 270)], coerce=int
    )


class ReplaceForm(forms.Form):
    """Another picture for the same record."""

    image = forms.FileField(error_messages={"required": _("Choose an image.")})


class PurposeForm(forms.Form):
    """What whole numbers are needed for."""

    purpose = forms.CharField(required=False, max_length=200)


class ReasonForm(forms.Form):
    """A reason in words: for dismissing, skipping, escalating, taking over and the like."""

    reason = forms.CharField(
        max_length=300,
        error_messages={"required": _("Say why: the reason is kept in the history.")},
    )


class OpenForm(forms.Form):
    """The version of a record that was fetched ahead, as the person sees it."""

    version = forms.IntegerField(min_value=1)
