"""The rows of the desk: a field's cut-out, value, reason to trust it, and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from review.contexts.difference import Piece, pieces_after, pieces_before
from review.contexts.findings import FindingLine, lines
from review.contexts.picture import Cut, Quad, cuts
from review.contexts.values import as_on_card, is_covered, shown
from review.license_fields import FIELDS, Kind, LicenseField
from review.models.field_value import Origin
from review.quality import license_class, sex

if TYPE_CHECKING:
    from review.models import FieldValue, Finding

DOUBTFUL = ("error", "warning")
# Percent of confidence below which a reading is underlined.
UNSURE = 80
# What follows from the resident number is filled in by the submission itself.
WILL_BE_FILLED = ("sex.missing_derivable", "birthday.missing_derivable")


@dataclass(frozen=True)
class Trust:
    """Why a value is trusted, or not: tone and icon, one word, one line."""

    tone: str
    icon: str
    word: str
    line: str


@dataclass(frozen=True)
class FieldRow:
    """One field as one person sees it now; two equal rows look the same."""

    name: str
    label: str
    other_label: str
    other_language: str
    kind: str
    printed: bool
    value: str
    version: int
    covered: bool
    locked: bool
    choices: tuple[str, ...]
    read: str
    confidence: int | None
    read_pieces: tuple[Piece, ...]
    value_pieces: tuple[Piece, ...]
    trust: Trust
    findings: tuple[FindingLine, ...]
    cuts: tuple[Cut, ...]
    problem: str = ""
    stored: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether an error or a warning is open here."""
        return any(line.severity in DOUBTFUL for line in self.findings)

    @property
    def stop(self) -> bool:
        """Whether Enter stops here on the way through the record: a doubt, or an offer."""
        offers = (line for line in self.findings if line.rule not in WILL_BE_FILLED)
        return bool(self.problem) or self.doubtful or any(line.suggestions for line in offers)

    @property
    def corrected(self) -> bool:
        """Whether the value is not the one that was read."""
        return bool(self.read_pieces or self.value_pieces)

    @property
    def invalid(self) -> bool:
        """Whether the value cannot be right as it stands."""
        return bool(self.problem) or any(line.severity == "error" for line in self.findings)

    @property
    def unsure(self) -> bool:
        """Whether the engine itself was unsure of what it read."""
        return self.confidence is not None and self.confidence < UNSURE

    @property
    def coded(self) -> bool:
        """Whether the value is shown in the fixed-width face, 0 and O apart."""
        return self.kind == Kind.CODE


@dataclass(frozen=True)
class Sight:
    """What a person sees of a record: language, whole numbers or not, and whether to type.

    ``support`` tells for a field what supports its value: another field, another extraction.
    """

    language: str
    revealed: bool
    locked: bool
    support: Mapping[str, str] = field(default_factory=dict)


def rows(
    values: Mapping[str, FieldValue],
    findings: Sequence[Finding],
    boxes: Mapping[str, Sequence[Quad]],
    sight: Sight,
) -> tuple[FieldRow, ...]:
    """Return the rows of a record in the order of the card."""
    return tuple(
        _row(
            described,
            values.get(described.name),
            [finding for finding in findings if finding.field == described.name],
            boxes.get(described.name, ()),
            sight,
        )
        for described in FIELDS
    )


def with_problem(row: FieldRow, problem: str, typed: str, stored: str | None = None) -> FieldRow:
    """Return ``row`` as refused: what was typed stays, the sentence and the stored value beside.

    ``stored`` is given when somebody else saved the field in the meantime.
    """
    trust = Trust(
        "error",
        "error",
        _("Not saved"),
        _("Changed elsewhere first") if stored is not None else _("Before: %s") % row.value,
    )
    return replace(row, value=typed, problem=problem, stored=stored, trust=trust)


def _row(
    described: LicenseField,
    value: FieldValue | None,
    findings: list[Finding],
    quads: Sequence[Quad],
    sight: Sight,
) -> FieldRow:
    current, read = (value.value, value.extracted) if value else ("", "")
    covered = is_covered(described.name, revealed=sight.revealed)
    other = "en" if sight.language == "ko" else "ko"
    found = lines(findings, current, language=sight.language, revealed=sight.revealed)
    return FieldRow(
        name=described.name,
        label=described.label(sight.language),
        other_label=described.label(other),
        other_language=other,
        kind=described.kind,
        printed=described.printed,
        value=shown(described.name, current, revealed=sight.revealed),
        version=value.version if value else 1,
        covered=covered,
        locked=sight.locked or covered,
        choices=_choices(described, current),
        read=shown(described.name, read, revealed=sight.revealed),
        confidence=_percent(value),
        trust=_trust(value, found, sight.support.get(described.name, "")),
        findings=found,
        cuts=cuts(quads),
        **_difference(described.name, read, current, covered),
    )


def _difference(name: str, read: str, current: str, covered: bool) -> dict[str, tuple[Piece, ...]]:
    """Return what was read against what stands; a covered value tells only that it differs."""
    if read == current or not current:
        return {"read_pieces": (), "value_pieces": ()}
    before, after = as_on_card(name, read), as_on_card(name, current)
    if covered:
        return {
            "read_pieces": (Piece("gone", shown(name, read, revealed=False)),),
            "value_pieces": (Piece("new", shown(name, current, revealed=False)),),
        }
    return {
        "read_pieces": pieces_before(before, after),
        "value_pieces": pieces_after(before, after),
    }


def _choices(field: LicenseField, current: str) -> tuple[str, ...]:
    """Return the words of a field's vocabulary; what is printed may still be something else."""
    if field.kind is Kind.LICENSE_CLASS:
        return license_class.VOCABULARY
    if field.kind is Kind.SEX:
        return tuple(dict.fromkeys(("", *sex.VOCABULARY, current)))
    return ()


def _percent(value: FieldValue | None) -> int | None:
    return round(100 * value.confidence) if value and value.confidence is not None else None


def _trust(value: FieldValue | None, found: Sequence[FindingLine], support: str) -> Trust:
    """Return the word of trust: an open doubt first, then who vouched for the value."""
    worst = found[0].severity if found else ""
    if worst in DOUBTFUL:
        return Trust(worst, worst, _("Doubtful"), _join(_sure(value), _findings(len(found))))
    if any(line.rule in WILL_BE_FILLED for line in found):
        return Trust("info", "info", _("Will be filled"), _("follows from the resident number"))
    if value and (value.corrected_at or value.confirmed_at):
        return _vouched(value)
    if worst:
        return Trust("info", "info", _("To look at"), _join(_sure(value), _findings(len(found))))
    if value is None or not value.value:
        return Trust("info", "info", _("Empty"), "")
    return Trust("ok", "check", _("Rules passed"), _join(_sure(value), support))


def _vouched(value: FieldValue) -> Trust:
    """Return who stands for a value: whoever confirmed it last, or whoever corrected it."""
    if value.confirmed_at:
        return Trust("ok", "check", _("Confirmed"), _join(_sure(value), _saved(value.confirmed_at)))
    word = _("Derived") if value.origin == Origin.DERIVED else _("Corrected")
    return Trust(
        "ok", "pen", word, _join(str(Origin(value.origin).label), _saved(value.corrected_at))
    )


def _sure(value: FieldValue | None) -> str:
    percent = _percent(value)
    return "" if percent is None else _("Confidence %d") % percent


def _findings(count: int) -> str:
    return ngettext("%d finding", "%d findings", count) % count


def _saved(moment: datetime) -> str:
    """Return when it was saved: the time today, the day otherwise."""
    local, today = timezone.localtime(moment), timezone.localdate()
    return _("saved %s") % local.strftime("%H:%M:%S" if local.date() == today else "%Y.%m.%d")


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
