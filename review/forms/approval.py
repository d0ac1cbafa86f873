"""What a reviewer submits and what an approver answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from review.license_fields import TYPED_NAMES
from review.workflow import Proposal


class SubmitForm(forms.Form):
    """A proposal: accept, or reject with a reason of the list (and words where it needs them)."""

    proposal = forms.ChoiceField(choices=Proposal.choices)
    reason = forms.SlugField(max_length=20, required=False)
    text = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a rejection."""
        cleaned = super().clean() or {}
        if cleaned.get("proposal") != Proposal.REJECT:
            return {**cleaned, "reason": "", "text": ""}
        if not cleaned.get("reason"):
            raise ValidationError(_("Choose why the record should be rejected."))
        return cleaned


class CommentForm(forms.Form):
    """What the approver wants looked at again."""

    comment = forms.CharField(
        max_length=500,
        error_messages={"required": _("Say what should be looked at again.")},
    )


class SendBackForm(forms.Form):
    """A comment to the record, or comments to single fields (``comment-Name``), or both."""

    comment = forms.CharField(max_length=500, required=False)

    def __init__(self, data: object) -> None:
        """Bind the form to what was sent, with a comment for each field."""
        super().__init__(data)
        for name in TYPED_NAMES:
            self.fields[f"comment-{name}"] = forms.CharField(max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Return the comment and the comments by field; at least one of them is needed."""
        cleaned = super().clean() or {}
        by_field = {name: cleaned.get(f"comment-{name}", "") for name in TYPED_NAMES}
        comments = {name: text for name, text in by_field.items() if text}
        if not (cleaned.get("comment") or comments):
            raise ValidationError(_("Say what should be looked at again."))
        return {"comment": cleaned.get("comment", ""), "comments": comments}
