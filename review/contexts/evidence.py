"""What the engine tells beside its answer: where a value stands, and what was read at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from review.contexts.values import as_read

if TYPE_CHECKING:
    from review.contexts.picture import Quad
    from review.models import Extraction


REPAIR_WORDS = {
    "look-alikes": _("only digits can stand here"),
    "calendar-year": _("the period is a calendar year"),
    "closed-list": _("the nearest word of a closed list"),
    "same-in-print": _("print does not tell the two signs apart"),
    "known-window": _("no other reading is a renewal period"),
    "beside": _("the rest is of a mark beside it"),
}


@dataclass(frozen=True)
class Repaired:
    """What the engine read before structure set it right, covered like the value, and why."""

    raw: str
    reason: str


@dataclass(frozen=True)
class Evidence:
    """By field: its boxes in the picture; its raw reading where structure set it right."""

    boxes: Mapping[str, Sequence[Quad]] = field(default_factory=dict)
    repairs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def repaired(self, name: str, *, revealed: bool) -> Repaired | None:
        """Return how a field was set right, as this person may see it now."""
        repair = self.repairs.get(name)
        if not repair:
            return None
        reason = str(REPAIR_WORDS.get(repair["Reason"], repair["Reason"]))
        return Repaired(as_read(name, repair["Raw"], revealed=revealed), reason)


def evidence_of(extraction: Extraction | None) -> Evidence:
    """Return the evidence of an extraction, empty where the engine gave none."""
    detail = (extraction.detail if extraction else None) or {}
    return Evidence(detail.get("Boxes", {}), detail.get("Repairs", {}))
