"""Is this license plausible? Rules that turn one OCR answer into findings with suggestions.

Pure: a mapping and a day in, values out. Nothing here raises on any text, and nothing is kept
between two answers but readings of the class vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from review.license_fields import RESPONSE_KEYS
from review.quality import dates, license_class, sex
from review.quality.card import NOTHING_KNOWN, Card, Context, Duplicate, DuplicateKind
from review.quality.corroboration import corroboration
from review.quality.doubt import FORMULA as doubt_formula
from review.quality.doubt import doubt
from review.quality.finding import Finding, Severity, Suggestion
from review.quality.rule import Rule
from review.quality.rules import RULES

__all__ = [
    "RULES", "VERSION", "Context", "Duplicate", "DuplicateKind", "Finding", "Policy", "Rule",
    "Severity", "Suggestion", "check", "corroboration", "dates", "doubt", "doubt_formula",
    "license_class", "sex",
]  # fmt: skip

VERSION = "2026.11"
_PLACE = {name: place for place, name in enumerate(("", *RESPONSE_KEYS))}


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What an administrator decided: rules switched off, severities replaced, by rule name."""

    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)


_AS_WRITTEN = Policy()


def check(
    response: Mapping[str, Any],
    today: date,
    context: Context | None = None,
    policy: Policy | None = None,
) -> list[Finding]:
    """Return the findings on one answer, heaviest first, then in the order of the card.

    ``response`` is the inner mapping of the wire's ``Response``; ``today`` is the day in
    Asia/Seoul. Rules that need more than the answer are silent without ``context``.
    """
    policy = policy or _AS_WRITTEN
    card = Card(response, today, context or NOTHING_KNOWN)
    findings = [
        rule.sign(draft, policy.severities.get(rule.name))
        for rule in RULES
        if rule.name not in policy.off
        for draft in rule.check(card)
    ]
    findings.sort(key=lambda finding: (finding.severity.rank, _PLACE[finding.field]))
    return findings
