"""The approval page: what changed, by whom and why; what was vouched for; what stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from review import permissions
from review.contexts.actions import Action
from review.contexts.difference import Piece, pieces_after, pieces_before
from review.contexts.fields import FieldRow
from review.contexts.findings import evidence_of, message_of
from review.contexts.record import Desk
from review.contexts.values import as_on_card, is_covered, shown
from review.license_fields import BY_NAME
from review.models import Finding, LicenseRecord
from review.models.field_value import Origin
from review.workflow import Role, State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import Correction

MOST_LISTED = 200


@dataclass(frozen=True)
class Doubt:
    """A finding as the approver reads it, and how it ended."""

    severity: str
    label: str
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


def is_for_approval(user: User, record: LicenseRecord) -> bool:
    """Return whether ``user`` sees ``record`` in the approval frame."""
    return record.state == State.TO_APPROVE and permissions.has_role(user, Role.APPROVER)


def waiting(user: User) -> dict[str, Any]:
    """Return the context of the list of what waits for this person's approval."""
    mine = LicenseRecord.objects.approvable_by(user).queue_order().for_list()
    records = list(mine.select_related("submitted_by")[:MOST_LISTED])
    return {"records": records, "may_approve": permissions.has_role(user, Role.APPROVER)}


class Approval(Desk):
    """A submitted record as one person sees it."""

    @cached_property
    def ended(self) -> list[Finding]:
        """Findings that no longer stand."""
        findings = self.record.findings.select_related("record__key", "ended_by")
        return list(findings.exclude(status=Finding.Status.OPEN))

    @cached_property
    def changes(self) -> list[Change]:
        """Every field that was corrected and does not stand as read, in the card's order."""
        by_name: dict[str, list[Correction]] = {}
        for correction in self.record.corrections.select_related("record__key", "by"):
            by_name.setdefault(correction.name, []).append(correction)
        return [self._change(row, by_name[row.name]) for row in self.rows if row.name in by_name]

    def page(self) -> dict[str, Any]:
        """Return the context of the whole page."""
        changed = {change.row.name for change in self.changes}
        return {
            **super().page(),
            "changes": self.changes,
            "doubt_sections": (
                (_("Dismissed findings"), self._with_status(Finding.Status.DISMISSED)),
                (_("Confirmed findings"), self._with_status(Finding.Status.CONFIRMED)),
                (_("Open findings"), self._doubts(self.findings)),
            ),
            "unchanged": [row for row in self.rows if row.name not in changed],
            "four_eyes": permissions.refusal(Verb.APPROVE, self.user, self.record),
            "send_back": self._action(Verb.SEND_BACK, "send-back", _("Send back…"), "A"),
            "now": self.changes[0].row.name if self.changes else "",
        }

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
        if is_covered(name, revealed=self.sight.revealed):
            gone, new = (shown(name, value, revealed=False) for value in (before, after))
            return (Piece("gone", gone),), (Piece("new", new),)
        before, after = as_on_card(name, before), as_on_card(name, after)
        return pieces_before(before, after), pieces_after(before, after)

    def _with_status(self, status: str) -> tuple[Doubt, ...]:
        return self._doubts(finding for finding in self.ended if finding.status == status)

    def _doubts(self, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
        return tuple(self._doubt(finding) for finding in findings)

    def _doubt(self, finding: Finding) -> Doubt:
        field = BY_NAME.get(finding.field)
        return Doubt(
            severity=finding.severity,
            label=field.label(self.language) if field else _("The whole answer"),
            message=message_of(finding, self.language),
            evidence=evidence_of(finding, self.language),
            status=str(Finding.Status(finding.status).label),
            by=finding.ended_by,
            at=finding.ended_at,
            reason=finding.reason,
        )

    def _action(self, verb: Verb, route: str, label: str, key: str) -> Action:
        return Action(
            route,
            reverse(route, args=[self.record.pk]),
            label,
            "back",
            key=key,
            look="",
            question=_("What should be looked at again?"),
            field="comment",
            refusal=permissions.refusal(verb, self.user, self.record),
        )
