"""What a person asks of the queue: which list, narrowed how, from where; and what they do there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from review import license_fields
from review.models import Source
from review.models.finding import Severity
from review.models.queries import ORDERS
from review.quality import RULES
from review.workflow import State

# Lists beside those of a state.
MINE, APPROVABLE, RETURNED, FOUND = "mine", "approvable", "returned", "found"
NOBODY, ME = "nobody", "me"
AGES_H = (1, 4, 24, 72)
# What the address of a list keeps, in this order.
KEPT = ("state", "severity", "rule", "field", "source", "claim", "age", "duplicate", "sort")


def _same(values: Any) -> list[tuple[Any, Any]]:
    return [(value, value) for value in values]


class QueueForm(forms.Form):
    """The queue's address; what is not understood is left out, never refused."""

    state = forms.ChoiceField(
        required=False, choices=_same([*State.values, MINE, APPROVABLE, RETURNED, FOUND])
    )
    severity = forms.ChoiceField(required=False, choices=Severity.choices)
    rule = forms.ChoiceField(required=False, choices=_same(rule.name for rule in RULES))
    field = forms.ChoiceField(required=False, choices=_same(license_fields.NAMES))
    source = forms.ModelChoiceField(required=False, queryset=Source.objects.all())
    claim = forms.RegexField(rf"^(?:{NOBODY}|{ME}|[0-9]{{1,18}})$", required=False)
    age = forms.TypedChoiceField(required=False, choices=_same(AGES_H), coerce=int)
    duplicate = forms.BooleanField(required=False)
    sort = forms.ChoiceField(required=False, choices=_same(ORDERS))
    after = forms.RegexField(r"^[0-9]{1,17}\.[0-9]{1,18}$", required=False)
    shown = forms.CharField(required=False, max_length=2000)

    def asked(self) -> dict[str, Any]:
        """Return what was understood, by field name."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}


class SearchForm(forms.Form):
    """One box for every kind of search; the text is in no address and in no log."""

    text = forms.CharField(
        max_length=100,
        error_messages={
            "required": _("Type a license number, a resident number, a name or a request id.")
        },
    )


class SaveViewForm(forms.Form):
    """The name under which a person keeps the list before them."""

    name = forms.CharField(max_length=60, error_messages={"required": _("Give the view a name.")})


class KeysField(forms.TypedMultipleChoiceField):
    """Keys of records, whichever they are: what is not there is told row by row."""

    def valid_value(self, value: str) -> bool:
        """Return whether this is a key at all."""
        return value.isascii() and value.isdecimal() and len(value) < 19


class BulkForm(forms.Form):
    """The rows that a person chose; who they go to, and why."""

    record = KeysField(coerce=int, error_messages={"required": _("Choose records first.")})
    to = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    reason = forms.CharField(required=False, max_length=300)
