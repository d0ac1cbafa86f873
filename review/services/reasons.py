"""Reasons that people state for what they do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.masking import mask_text

LONGEST = 1000


def stated(reason: str) -> str:
    """Return the reason, trimmed; raises ActionDenied when none was given."""
    if not reason.strip():
        raise ActionDenied(_("State a reason."))
    return told(reason)


def told(text: str, longest: int = LONGEST) -> str:
    """Return free text as it may be kept: a whole number typed into it is covered."""
    return mask_text(text.strip())[:longest]
