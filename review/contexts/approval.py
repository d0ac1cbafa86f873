"""The approval page: what changed, by whom and why; what was vouched for; what stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review import permissions
from review.contexts.difference import Piece, pieces_after, pieces_before
from review.contexts.fields import FieldRow
from review.contexts.findings import evidence_of, message_of
from review.contexts.record import Desk
from review.contexts.values import as_on_card, is_covered, shown
from review.exceptions import ActionDenied
from review.license_fields import BY_NAME
from review.models import BlindEntry, Finding, LicenseRecord
from review.models.field_value import Origin
from review.models.source import NumberHandling
from review.services import blind
from review.workflow import Proposal, Role, State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import Correction

MOST_LISTED = 200
Outcome = BlindEntry.Outcome


NUMBER_NOTES = {
    NumberHandling.CUT: gettext_lazy(
        "The decision cuts the resident number to birth date and 7th digit."
    ),
    NumberHandling.DROP: gettext_lazy("The decision drops the resident number."),
}
COVERED_STAYS = gettext_lazy("The covered image stays, the original is destroyed.")
IMAGE_GOES = gettext_lazy("The image could not be covered and is destroyed altogether.")


@dataclass(frozen=True)
class Doubt:
    """A finding as the approver reads it, and how it ended; ``row`` is the field it is about."""

    severity: str
    label: str
    row: FieldRow | None
    message: str
    evidence: str
    status: str = ""
    by: User | None = None
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """A corrected field: as read, as it stands, who changed it last, and the finding behind it."""

    row: FieldRow
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    by: User
    at: datetime
    origin: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class SecondEntry:
    """A field to be entered without seeing it; with ``first`` and ``second`` once they differ."""

    row: FieldRow
    first: tuple[Piece, ...] = ()
    second: tuple[Piece, ...] = ()
    problem: str = ""
    typed: str = ""


def is_for_approval(user: User, record: LicenseRecord) -> bool:
    """Return whether ``user`` sees ``record`` in the approval frame."""
    return record.state == State.TO_APPROVE and permissions.has_role(user, Role.APPROVER)


def waiting(user: User) -> dict[str, Any]:
    """Return the context of the list of what waits for this person's approval."""
    mine = LicenseRecord.objects.approvable_by(user).queue_order().for_list()
    records = list(mine.select_related("submitted_by")[:MOST_LISTED])
    return {"records": records, "may_approve": permissions.has_role(user, Role.APPROVER)}


class Approval(Desk):
    """A submitted record as one person sees it; what has to be entered blind is not in it."""

    def __init__(self, user: User, record: LicenseRecord, **how: bool) -> None:
        """Read ``record`` as a desk does, with its choices ``how``."""
        super().__init__(user, record, **how)
        self.entries = blind.entries(record, by=user)
        self.asked = blind.asked(record, by=user)
        self.unseen = frozenset(self.asked) - self.entries.keys()
        self.refused: dict[str, tuple[str, str]] = {}

    @classmethod
    def ahead(cls, user: User, record: LicenseRecord) -> Self:
        """Return the page of a record fetched ahead: covered, whatever was revealed before."""
        return cls(user, record, covered=True)

    def refuse(self, name: str, problem: str, typed: str) -> None:
        """Show the second entry of ``name`` as refused, with what was typed."""
        self.refused[name] = (problem, typed)

    @cached_property
    def ended(self) -> list[Finding]:
        """Findings that no longer stand."""
        findings = self.record.findings.select_related("record__key", "ended_by")
        return list(findings.exclude(status=Finding.Status.OPEN))

    @cached_property
    def seen(self) -> tuple[FieldRow, ...]:
        """The rows whose value this person may see."""
        return tuple(row for row in self.rows if row.name not in self.unseen)

    @cached_property
    def changes(self) -> list[Change]:
        """Every field that was corrected and does not stand as read, in the card's order."""
        by_name: dict[str, list[Correction]] = {}
        for correction in self.record.corrections.select_related("record__key", "by"):
            by_name.setdefault(correction.name, []).append(correction)
        corrected = [(row, by_name[row.name]) for row in self.seen if row.name in by_name]
        return [
            self._change(row, steps)
            for row, steps in corrected
            if steps[0].before != steps[-1].after
        ]

    @cached_property
    def second_entries(self) -> list[SecondEntry]:
        """What this person still has to enter without seeing it, or to decide about."""
        rows = {row.name: row for row in self.rows}
        return [
            self._second_entry(rows[name], self.entries.get(name))
            for name in self.asked
            if name not in self.entries or self.entries[name].outcome == Outcome.DIFFERS
        ]

    def page(self) -> dict[str, Any]:
        """Return the context of the whole page."""
        told = {change.row.name for change in self.changes}
        told |= {entry.row.name for entry in self.second_entries}
        return {
            **super().page(),
            "second_entries": self.second_entries,
            "changes": self.changes,
            "doubt_sections": (
                (_("Dismissed findings"), self._with_status(Finding.Status.DISMISSED)),
                (_("Confirmed findings"), self._with_status(Finding.Status.CONFIRMED)),
                (_("Open findings"), self._doubts(self.findings)),
            ),
            "unchanged": [row for row in self.seen if row.name not in told and self._is_told(row)],
            "number_note": self._number_note(),
            "four_eyes": permissions.refusal(Verb.APPROVE, self.user, self.record),
            "approve_refusal": self._approve_refusal(),
            "send_back_refusal": permissions.refusal(Verb.SEND_BACK, self.user, self.record),
            "now": self._first(),
        }

    def _first(self) -> str:
        entries, changes = self.second_entries, self.changes
        return next((each.row.name for each in [*entries, *changes]), "")

    def _is_told(self, row: FieldRow) -> bool:
        """Return whether an unchanged field is worth a line: the empty optional ones are not."""
        return bool(row.value) or not row.further

    def _approve_refusal(self) -> str | None:
        """Return why this person cannot approve now, or None."""
        try:
            permissions.check_can(Verb.APPROVE, self.user, self.record)
            blind.check_done(self.record, by=self.user)
            if self.record.proposal == Proposal.ACCEPT:
                permissions.check_can_accept(self.record)
        except ActionDenied as denied:
            return str(denied)
        return None

    def _second_entry(self, row: FieldRow, entry: BlindEntry | None) -> SecondEntry:
        problem, typed = self.refused.get(row.name, ("", ""))
        if entry is None:
            return SecondEntry(row, problem=problem, typed=typed)
        standing = self.record.values.filter(name=row.name).select_related("record__key").first()
        first, second = self._pieces(row.name, standing.value if standing else "", entry.value)
        return SecondEntry(row, first=first, second=second)

    def _number_note(self) -> dict[str, str]:
        """Return what the decision does to the resident number and the image, with its tone."""
        note = NUMBER_NOTES.get(NumberHandling(self.record.source.number_handling))
        if note is None:
            return {}
        tone, image = ("info", COVERED_STAYS)
        if not self.record.image.is_covered:
            tone, image = ("warning", IMAGE_GOES)
        return {"tone": tone, "text": str(note), "image": str(image)}

    def _change(self, row: FieldRow, corrections: list[Correction]) -> Change:
        first, last = corrections[0], corrections[-1]
        before, after = self._pieces(row.name, first.before, last.after)
        rules = {correction.rule for correction in corrections}
        behind = [
            finding
            for finding in self.ended
            if finding.field == row.name
            and (finding.rule in rules or finding.status == Finding.Status.CORRECTED)
        ]
        origin = str(Origin(last.origin).label)
        return Change(row, before, after, last.by, last.at, origin, self._doubts(behind))

    def _pieces(
        self, name: str, before: str, after: str
    ) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Return both values with their difference; covered values only say that they differ."""
        if is_covered(name, before, after, revealed=self.sight.revealed):
            gone, new = (shown(name, value, revealed=False) for value in (before, after))
            return (Piece("gone", gone),), (Piece("new", new),)
        before, after = as_on_card(name, before), as_on_card(name, after)
        return pieces_before(before, after), pieces_after(before, after)

    def _with_status(self, status: str) -> tuple[Doubt, ...]:
        return self._doubts(finding for finding in self.ended if finding.status == status)

    def _doubts(self, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
        """Return the findings that quote nothing this person has to enter blind."""
        rows = {row.name: row for row in self.rows}
        return tuple(
            self._doubt(finding, rows.get(finding.field))
            for finding in findings
            if not self.unseen & {finding.field, *finding.also}
        )

    def _doubt(self, finding: Finding, row: FieldRow | None) -> Doubt:
        field = BY_NAME.get(finding.field)
        return Doubt(
            severity=finding.severity,
            label=field.label(self.language) if field else _("The whole answer"),
            row=row,
            message=message_of(finding, self.language),
            evidence=evidence_of(finding, self.language),
            status=str(Finding.Status(finding.status).label),
            by=finding.ended_by,
            at=finding.ended_at,
            reason=finding.reason,
        )
