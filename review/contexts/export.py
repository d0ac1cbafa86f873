"""The export page: how much would leave, and what this person may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from review.exceptions import ActionDenied
from review.models import LicenseRecord
from review.permissions import check_can_export_whole
from review.workflow import State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.forms.export import ExportForm


def page(user: User, form: ExportForm) -> dict[str, Any]:
    """Return the context of the export page."""
    return {
        "form": form,
        "approved": LicenseRecord.objects.in_state(State.APPROVED).kept().count(),
        "whole_refusal": _whole_refusal(user),
    }


def _whole_refusal(user: User) -> str | None:
    """Return why ``user`` may not export whole numbers, or None."""
    try:
        check_can_export_whole(user)
    except ActionDenied as denied:
        return str(denied)
    return None
