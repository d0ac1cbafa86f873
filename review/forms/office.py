"""What administrators type about the office: a policy's value, and the end of a waiting change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from review.license_fields import FIELDS
from review.office_policy import Kind, OfficePolicy
from review.services.reasons import LONGEST


class PolicyForm(forms.Form):
    """A new value for one policy, with the reason for it."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST)
    field_order = ("value", "reason")

    def __init__(self, policy: OfficePolicy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{policy.name}_%s", **kwargs)
        self.policy = policy
        self.fields["value"] = _FIELDS[policy.kind](policy)
        self.order_fields(self.field_order)


class TrustForm(forms.Form):
    """Whether a source is trusted from now on, with the reason."""

    trusted = forms.TypedChoiceField(
        choices=[("1", "1"), ("0", "0")], coerce=lambda kept: kept == "1"
    )
    reason = forms.CharField(max_length=LONGEST)


class EndingForm(forms.Form):
    """Whether a waiting change is confirmed or refused; a refusal says why."""

    decision = forms.ChoiceField(choices=[("confirm", "confirm"), ("refuse", "refuse")])
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, required=False)


class FactorResetForm(forms.Form):
    """Whose second factor is lost, and how that was made sure."""

    account = forms.ModelChoiceField(
        get_user_model().objects.all(), to_field_name="username", label=_("Username")
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST)


def _number(policy: OfficePolicy) -> forms.Field:
    return forms.IntegerField(label=policy.label, min_value=policy.low, max_value=policy.high)


def _names(policy: OfficePolicy) -> forms.Field:
    language = get_language() or "ko"
    return forms.MultipleChoiceField(
        label=policy.label,
        choices=[(field.name, field.label(language)) for field in FIELDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


_FIELDS = {Kind.NUMBER: _number, Kind.FIELDS: _names}
