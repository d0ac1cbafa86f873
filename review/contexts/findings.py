"""Findings as they stand beside their field: words, evidence, and what can be done about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from review import masking
from review.contexts.difference import Piece, pieces_merged
from review.contexts.values import as_on_card, is_covered, shown

if TYPE_CHECKING:
    from review.models import Finding

# The acts, each with a key, that take a row's first three suggestions.
TAKE_KEYS = ("take-1", "take-2", "take-3")
RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Suggestion:
    """One proposed value: where to send the taking of it, its key, its difference, its reason."""

    url: str
    key: str
    pieces: tuple[Piece, ...]
    reason: str


@dataclass(frozen=True)
class FindingLine:
    """One open finding of a field."""

    pk: int
    rule: str
    severity: str
    message: str
    evidence: str
    suggestions: tuple[Suggestion, ...]
    confirm_url: str
    dismiss_url: str


def counted(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """Return how many findings of each severity there are, the heaviest first."""
    counts = Counter(finding.severity for finding in findings)
    return [(severity, counts[severity]) for severity in RANK if counts[severity]]


def in_words(words: Mapping[str, str] | str | None, language: str) -> str:
    """Return what a rule wrote in ``language``; plain text stays as it is."""
    if isinstance(words, Mapping):
        return words.get("ko" if language == "ko" else "en", "")
    return words or ""


def evidence_of(finding: Finding, language: str) -> str:
    """Return the evidence, numbers covered whatever the rule wrote."""
    return masking.mask_text(in_words(finding.body.get("evidence"), language))


def message_of(finding: Finding, language: str) -> str:
    """Return the finding's sentence, numbers covered whatever the rule wrote."""
    return masking.mask_text(finding.message(language))


def lines(
    findings: list[Finding], current: str, *, language: str, revealed: bool
) -> tuple[FindingLine, ...]:
    """Return a field's open findings, the heaviest first; suggestions keep one row of keys."""
    heaviest_first = sorted(findings, key=lambda finding: (RANK[finding.severity], finding.pk))
    keys = iter(TAKE_KEYS)
    return tuple(_line(finding, current, language, revealed, keys) for finding in heaviest_first)


def _line(
    finding: Finding, current: str, language: str, revealed: bool, keys: Iterator[str]
) -> FindingLine:
    where = {"pk": finding.record_id, "finding": finding.pk}
    return FindingLine(
        pk=finding.pk,
        rule=finding.rule,
        severity=finding.severity,
        message=message_of(finding, language),
        evidence=evidence_of(finding, language),
        suggestions=tuple(
            Suggestion(
                url=reverse("finding-take", kwargs={**where, "index": index}),
                key=next(keys, ""),
                pieces=_pieces(finding.field, current, proposed["value"], revealed),
                reason=masking.mask_text(in_words(proposed.get("reason"), language)),
            )
            for index, proposed in enumerate(finding.body.get("suggestions") or ())
        ),
        confirm_url=reverse("finding-confirm", kwargs=where),
        dismiss_url=reverse("finding-dismiss", kwargs=where),
    )


def _pieces(name: str, current: str, proposed: str, revealed: bool) -> tuple[Piece, ...]:
    """Return the difference that taking a suggestion makes; a covered one is shown covered."""
    if is_covered(name, current, proposed, revealed=revealed):
        return (Piece("kept", shown(name, proposed, revealed=False)),)
    return pieces_merged(as_on_card(name, current), as_on_card(name, proposed))
