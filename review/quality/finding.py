"""What a rule returns: findings with severity, message, evidence and ranked suggestions.

Messages and evidence never spell out the tail of a resident or license number, so they may stand
beside a masked value; only suggestions carry whole values.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

Words: TypeAlias = dict[str, str]


def words(ko: str, en: str) -> Words:
    """Return one sentence in both languages of the desk."""
    return {"ko": ko, "en": en}


class Severity(StrEnum):
    """How much a finding weighs.

    ERROR: the value cannot be right or the record cannot be used. WARNING: probably misread, or a
    person has to decide. INFO: worth seeing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return _RANKS[self]


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Suggestion(NamedTuple):
    """A proposed value in the API's form and why it is proposed; never applied by itself."""

    value: str
    reason: Words


class Draft(NamedTuple):
    """What a rule function says about a card; its rule adds name and severity."""

    field: str
    message: Words
    evidence: Words
    suggestions: tuple[Suggestion, ...] = ()
    also: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of one rule. ``field`` is an API field name, or "" for the answer as a whole."""

    rule: str
    field: str
    also: tuple[str, ...]
    severity: Severity
    message: Words
    suggestions: tuple[Suggestion, ...]
    evidence: Words

    @property
    def suggestion(self) -> str | None:
        """The first proposal, or None."""
        return self.suggestions[0].value if self.suggestions else None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object that ``check_quality`` prints."""
        return {
            "rule": self.rule,
            "field": self.field,
            "also": list(self.also),
            "severity": self.severity.value,
            "message": self.message,
            "suggestion": self.suggestion,
            "suggestions": [{"value": s.value, "reason": s.reason} for s in self.suggestions],
            "evidence": self.evidence,
        }
