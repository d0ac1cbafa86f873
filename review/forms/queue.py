"""What a person asks of the queue: which list, narrowed how, from where."""

from __future__ import annotations

from django import forms

from review.models.finding import Severity
from review.quality import RULES
from review.workflow import State

# Lists beside those of a state.
MINE, RETURNED = "mine", "returned"


class QueueForm(forms.Form):
    """The queue's address; what is not understood is left out, never refused."""

    state = forms.ChoiceField(
        required=False, choices=[*State.choices, (MINE, MINE), (RETURNED, RETURNED)]
    )
    severity = forms.ChoiceField(required=False, choices=Severity.choices)
    rule = forms.ChoiceField(required=False, choices=[(rule.name, rule.name) for rule in RULES])
    after = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    shown = forms.CharField(required=False, max_length=2000)

    def asked(self) -> dict[str, object]:
        """Return what was understood, by field name."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}
