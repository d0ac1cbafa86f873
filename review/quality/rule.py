"""A rule: a pure function over a card, with its name, its fields and its usual severity.

The docstring of the function ends with its source and how far that can be relied on: [A] law
text, official material or the reference software itself, [B] several independent sources, or one
semi-official, [C] one informal source or general knowledge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from review.quality.card import Card
from review.quality.finding import Draft, Finding, Severity

Check = Callable[[Card], Iterable[Draft]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; ``basis`` is the docstring of its function: the law or document behind it."""

    name: str
    fields: tuple[str, ...]
    severity: Severity
    basis: str
    check: Check

    def sign(self, draft: Draft, override: Severity | None = None) -> Finding:
        """Make a draft this rule's finding; ``override`` replaces its severity."""
        return Finding(
            rule=self.name,
            field=draft.field,
            also=draft.also,
            severity=override or draft.severity or self.severity,
            message=draft.message,
            suggestions=draft.suggestions,
            evidence=draft.evidence,
        )


def rule(name: str, severity: Severity, *fields: str) -> Callable[[Check], Rule]:
    """Turn a function that yields drafts into a rule."""

    def build(check: Check) -> Rule:
        return Rule(name, fields, severity, check.__doc__ or "", check)

    return build
