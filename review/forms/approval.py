"""What a reviewer submits and what an approver answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from review.workflow import Proposal, RejectReason


class SubmitForm(forms.Form):
    """A proposal: accept, or reject with a reason from the list (and words for "other")."""

    proposal = forms.ChoiceField(choices=Proposal.choices)
    reason = forms.ChoiceField(choices=RejectReason.choices, required=False)
    text = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a rejection, and for words where the list has none."""
        cleaned = super().clean() or {}
        if cleaned.get("proposal") != Proposal.REJECT:
            return {**cleaned, "reason": "", "text": ""}
        if not cleaned.get("reason"):
            raise ValidationError(_("Choose why the record should be rejected."))
        if cleaned["reason"] == RejectReason.OTHER and not cleaned.get("text"):
            raise ValidationError(_("“Other reason” needs a few words."))
        return cleaned


class CommentForm(forms.Form):
    """What the approver wants looked at again."""

    comment = forms.CharField(
        max_length=500,
        error_messages={"required": _("Say what should be looked at again.")},
    )
