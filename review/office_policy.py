"""The office's policies: named settings that administrators change, and what loosens each.

A change that loosens a control takes effect only when a second administrator confirms it
(``review.services.office``); one that tightens it takes effect at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from review.license_fields import NAMES

Value = int | list[str]


class Kind(StrEnum):
    """What a policy holds."""

    NUMBER = "number"
    FIELDS = "fields"


@dataclass(frozen=True, kw_only=True)
class OfficePolicy:
    """One policy; more of it is looser, or less of it."""

    name: str
    kind: Kind
    default: Value
    label: Promise
    help: Promise
    more_is_looser: bool
    low: int = 0
    high: int = 100

    def read(self, raw: object) -> Value:
        """Return ``raw`` as this policy's value; raises ValueError where it is none."""
        if self.kind is Kind.FIELDS:
            return _fields(raw)
        if not isinstance(raw, int) or isinstance(raw, bool) or not self.low <= raw <= self.high:
            raise ValueError(raw)
        return raw

    def loosens(self, before: Value, after: Value) -> bool:
        """Return whether going from ``before`` to ``after`` weakens a control."""
        if isinstance(before, list) or isinstance(after, list):
            gone, come = set(_fields(before)) - set(_fields(after)), set(_fields(after))
            return bool(come - set(_fields(before)) if self.more_is_looser else gone)
        return after > before if self.more_is_looser else after < before


def _fields(raw: object) -> list[str]:
    """Return names of fields in the order of the card; raises ValueError."""
    if not isinstance(raw, Sequence) or isinstance(raw, str) or not set(raw) <= set(NAMES):
        raise ValueError(raw)
    return [name for name in NAMES if name in raw]


_TABLE = (
    OfficePolicy(
        name="blind_entry_fields",
        kind=Kind.FIELDS,
        default=[],
        label=_("Fields typed twice, blind"),
        help=_("A second person types these fields without seeing the first reading."),
        more_is_looser=False,
    ),
    OfficePolicy(
        name="straight_through_percent",
        kind=Kind.NUMBER,
        default=0,
        label=_("Straight-through approval (%)"),
        help=_(
            "Share of faultless records of trusted sources that the system approves itself. None "
            "passes while fields are typed twice."
        ),
        more_is_looser=True,
    ),
    OfficePolicy(
        name="sample_percent",
        kind=Kind.NUMBER,
        default=10,
        label=_("Sample for full review (%)"),
        help=_("Share of what would pass straight through that people review all the same."),
        more_is_looser=False,
    ),
    OfficePolicy(
        name="test_record_percent",
        kind=Kind.NUMBER,
        default=0,
        label=_("Test records (%)"),
        help=_("Share of the work that is a planted record with a known answer."),
        more_is_looser=False,
    ),
    OfficePolicy(
        name="shortest_view_seconds",
        kind=Kind.NUMBER,
        default=5,
        high=120,
        label=_("Shortest look before approval (seconds)"),
        help=_("Who submits or approves sooner is asked once more."),
        more_is_looser=False,
    ),
)
POLICIES = {policy.name: policy for policy in _TABLE}
