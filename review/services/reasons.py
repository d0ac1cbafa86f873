"""Reasons that people state for what they do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from review.exceptions import ActionDenied

LONGEST = 1000


def stated(reason: str) -> str:
    """Return the reason, trimmed; raises ActionDenied when none was given."""
    if not reason.strip():
        raise ActionDenied(_("State a reason."))
    return reason.strip()[:LONGEST]
