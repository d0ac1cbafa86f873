"""Why a value is trusted, or not: one word and one line beside every field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from review.contexts.findings import FindingLine
from review.license_fields import FURTHER, LicenseField
from review.models.field_value import Origin

if TYPE_CHECKING:
    from review.models import FieldValue

DOUBTFUL = ("error", "warning")
# What follows from the resident number is filled in by the submission itself.
WILL_BE_FILLED = ("sex.missing_derivable", "birthday.missing_derivable")


@dataclass(frozen=True)
class Trust:
    """Tone and icon, one word, one line."""

    tone: str
    icon: str
    word: str
    line: str


def of(
    field: LicenseField,
    value: FieldValue | None,
    found: Sequence[FindingLine],
    support: str,
    filled: str,
) -> Trust:
    """Return the word of trust: an open doubt first, then who vouched for the value.

    ``support`` says what else agrees with it, ``filled`` what the submission will put there.
    """
    worst = found[0].severity if found else ""
    if worst in DOUBTFUL:
        return Trust(worst, worst, _("Doubtful"), _join(_sure(value), _findings(len(found))))
    if any(line.rule in WILL_BE_FILLED for line in found):
        line = _join(filled, _("follows from the resident number"))
        return Trust("info", "info", _("Will be filled"), line)
    if value and (value.corrected_at or value.confirmed_at):
        return _vouched(value)
    if worst:
        return Trust("info", "info", _("To look at"), _join(_sure(value), _findings(len(found))))
    if value is None or not value.value:
        return Trust("info", "info", _("Optional") if field in FURTHER else _("Empty"), "")
    return Trust("ok", "check", _("Rules passed"), _join(_sure(value), support))


def percent(value: FieldValue | None) -> int | None:
    """Return the engine's confidence in percent, where it gave one."""
    return round(100 * value.confidence) if value and value.confidence is not None else None


def _vouched(value: FieldValue) -> Trust:
    """Return who stands for a value: whoever confirmed it last, or whoever corrected it."""
    if value.confirmed_at:
        return Trust("ok", "check", _("Confirmed"), _join(_sure(value), _saved(value.confirmed_at)))
    word = _("Derived") if value.origin == Origin.DERIVED else _("Corrected")
    return Trust(
        "ok", "pen", word, _join(str(Origin(value.origin).label), _saved(value.corrected_at))
    )


def _sure(value: FieldValue | None) -> str:
    sure = percent(value)
    return "" if sure is None else _("Confidence %d") % sure


def _findings(count: int) -> str:
    return ngettext("%d finding", "%d findings", count) % count


def _saved(moment: datetime) -> str:
    """Return when it was saved: the time today, the day otherwise."""
    local, today = timezone.localtime(moment), timezone.localdate()
    return _("saved %s") % local.strftime("%H:%M:%S" if local.date() == today else "%Y.%m.%d")


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def drafted() -> Trust:
    """Return the word for what was typed and is not saved."""
    return Trust("warning", "pen", _("Draft"), _("kept, not saved yet"))


def refused(line: str) -> Trust:
    """Return the word for what was sent and not taken."""
    return Trust("error", "error", _("Not saved"), line)
