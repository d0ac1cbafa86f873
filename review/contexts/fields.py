"""The rows of the desk: a field's cut-out, value, reason to trust it, and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from review import authority_check
from review.contexts import trust
from review.contexts.difference import Piece, pieces_after, pieces_before
from review.contexts.evidence import Evidence, Repaired
from review.contexts.findings import FindingLine, lines
from review.contexts.picture import Cut, cuts
from review.contexts.trust import DOUBTFUL, WILL_BE_FILLED, Trust
from review.contexts.values import as_on_card, is_covered, shown
from review.license_fields import FIELDS, FURTHER, FURTHER_NAMES, NAMES, Kind, LicenseField
from review.quality import license_class, sex

if TYPE_CHECKING:
    from review.models import Draft, FieldComment, FieldValue, Finding

# Percent of confidence below which a reading is underlined.
UNSURE = 80
SELECTED = (Kind.SEX, Kind.CHECK_RESULT)


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
    choices: tuple[tuple[str, str], ...]
    read: str
    confidence: int | None
    read_pieces: tuple[Piece, ...]
    value_pieces: tuple[Piece, ...]
    trust: Trust
    findings: tuple[FindingLine, ...]
    cuts: tuple[Cut, ...]
    repair: Repaired | None = None
    undoable: bool = False
    comments: tuple[FieldComment, ...] = ()
    problem: str = ""
    stored: str | None = None
    saved: str | None = None

    @property
    def doubtful(self) -> bool:
        """Whether an error or a warning is open here."""
        return any(line.severity in DOUBTFUL for line in self.findings)

    @property
    def stop(self) -> bool:
        """Whether Enter stops here on the way through the record: a doubt, an offer, a blank."""
        offers = (line for line in self.findings if line.rule not in WILL_BE_FILLED)
        asked = self.problem or self.comments or self.saved is not None
        to_type = self.name in NAMES and self.printed and not (self.value or self.locked)
        offered = any(line.suggestions for line in offers)
        return bool(asked) or self.doubtful or offered or to_type

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
        return self.kind in {Kind.CODE, Kind.CONDITIONS}

    @property
    def selected(self) -> bool:
        """Whether the value is chosen from a list rather than typed."""
        return self.kind in SELECTED

    @property
    def further(self) -> bool:
        """Whether the engine never reads this field."""
        return self.name in FURTHER_NAMES

    @property
    def below(self) -> bool:
        """Whether something stands under the value."""
        return bool(self.findings or self.problem or self.comments)


@dataclass(frozen=True)
class Sight:
    """What a person sees of a record: language, whole numbers or not, and whether to type.

    ``support`` tells for a field what supports its value: another field, another extraction.
    """

    language: str
    revealed: bool
    locked: bool
    support: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """What the rows are made of, by field; ``drafts`` are this person's own."""

    values: Mapping[str, FieldValue]
    findings: Sequence[Finding]
    evidence: Evidence
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    comments: Mapping[str, tuple[FieldComment, ...]] = field(default_factory=dict)
    undoable: frozenset[str] = frozenset()


def rows(material: Material, sight: Sight) -> tuple[FieldRow, ...]:
    """Return the rows of a record in the order of the card, then what only people type."""
    return tuple(_row(described, material, sight) for described in (*FIELDS, *FURTHER))


def with_problem(row: FieldRow, problem: str, typed: str, stored: str | None = None) -> FieldRow:
    """Return ``row`` as refused: what was typed stays, the sentence and the stored value beside.

    ``stored`` is given when somebody else saved the field in the meantime.
    """
    saved = row.value if row.saved is None else row.saved
    line = _("Changed elsewhere first") if stored is not None else _("Before: %s") % saved
    why = trust.refused(line)
    return replace(row, value=typed, problem=problem, stored=stored, saved=saved, trust=why)


def _row(described: LicenseField, material: Material, sight: Sight) -> FieldRow:
    """Return a field's row, with this person's draft in it if there is one to be seen."""
    row = _standing_row(described, material, sight)
    draft = material.drafts.get(described.name)
    if draft is None or row.covered:
        return row
    if draft.version != row.version:
        sentence = _("This value was changed elsewhere since you saw it.")
        return with_problem(row, sentence, draft.text, stored=row.value)
    return replace(row, value=draft.text, saved=row.value, trust=trust.drafted())


def _standing_row(described: LicenseField, material: Material, sight: Sight) -> FieldRow:
    name, value = described.name, material.values.get(described.name)
    current, read = (value.value, value.extracted) if value else ("", "")
    covered = bool(current) and is_covered(name, current, revealed=sight.revealed)
    seen = shown(name, current, revealed=sight.revealed)
    other = "en" if sight.language == "ko" else "ko"
    doubts = [finding for finding in material.findings if finding.field == name]
    found = lines(doubts, current, language=sight.language, revealed=sight.revealed)
    return FieldRow(
        name=name,
        label=described.label(sight.language),
        other_label=described.label(other),
        other_language=other,
        kind=described.kind,
        printed=described.printed,
        value=seen,
        version=value.version if value else 1,
        covered=covered,
        locked=sight.locked or covered,
        choices=_choices(described, seen, sight.language),
        read=shown(name, read, revealed=sight.revealed),
        confidence=trust.percent(value),
        trust=trust.of(described, value, found, sight.support.get(name, ""), _filled(doubts)),
        findings=found,
        cuts=cuts(material.evidence.boxes.get(name, ())),
        repair=material.evidence.repaired(name, revealed=sight.revealed),
        undoable=name in material.undoable and not (sight.locked or covered),
        comments=material.comments.get(name, ()),
        **_difference(described, read, current, revealed=sight.revealed),
    )


def _filled(doubts: Sequence[Finding]) -> str:
    """Return the value that the submission fills in, as on the card ("" for none)."""
    derived = (doubt for doubt in doubts if doubt.rule in WILL_BE_FILLED and doubt.suggestions)
    return next((as_on_card(doubt.field, doubt.suggestions[0]["value"]) for doubt in derived), "")


def _difference(
    described: LicenseField, read: str, current: str, *, revealed: bool
) -> dict[str, tuple[Piece, ...]]:
    """Return what was read against what stands; a covered value tells only that it differs."""
    name = described.name
    if read == current or not current or described in FURTHER:
        return {"read_pieces": (), "value_pieces": ()}
    before, after = as_on_card(name, read), as_on_card(name, current)
    if is_covered(name, read, current, revealed=revealed):
        return {
            "read_pieces": (Piece("gone", shown(name, read, revealed=False)),),
            "value_pieces": (Piece("new", shown(name, current, revealed=False)),),
        }
    return {
        "read_pieces": pieces_before(before, after),
        "value_pieces": pieces_after(before, after),
    }


def _choices(field: LicenseField, current: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return a field's vocabulary as value and words; what is printed may be something else."""
    if field.kind is Kind.LICENSE_CLASS:
        return tuple((word, word) for word in license_class.VOCABULARY)
    if field.kind is Kind.SEX:
        return tuple((word, word) for word in dict.fromkeys(("", *sex.VOCABULARY, current)))
    if field.kind is Kind.CHECK_RESULT:
        codes = authority_check.CODES
        return ("", ""), *((code, authority_check.result_label(code, language)) for code in codes)
    return ()
