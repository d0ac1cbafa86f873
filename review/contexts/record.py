"""The record page: what is shown to this person, masked or whole, and what they may do."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import get_language

from review import permissions
from review.contexts import actions, picture
from review.contexts.fields import FieldRow, Sight, rows
from review.contexts.findings import FindingLine, counted, in_words, lines
from review.license_fields import NAMES
from review.models import Finding
from review.services import checking, viewing
from review.workflow import REVIEWABLE, RejectReason, Role, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import Extraction, LicenseRecord

# Who sees the picture with the page; everybody else asks for it, since opening it is recorded.
AT_THE_DESK = (Role.REVIEWER, Role.APPROVER)
CLAIM_WARNING_S = 120


class Desk:
    """A record as one person sees it now; read once, never updated."""

    def __init__(self, user: User, record: LicenseRecord, *, picture_asked: bool = False) -> None:
        self.user = user
        self.record = record
        self.state = record.state
        self.picture_asked = picture_asked
        self.language = (get_language() or "ko")[:2]
        self.revealed_until = viewing.revealed_until(record, user)
        self.findings = [
            finding
            for finding in record.findings.select_related("record__key")
            if finding.status == Finding.Status.OPEN
        ]

    @cached_property
    def sight(self) -> Sight:
        """What this person may see and type."""
        locked = permissions.refusal(Verb.CORRECT, self.user, self.record) is not None
        return Sight(self.language, bool(self.revealed_until), locked, self.support())

    def support(self) -> dict[str, str]:
        """Return what supports each field, in words."""
        reasons = checking.corroboration(self.record)
        return {name: in_words(told[0], self.language) for name, told in reasons.items()}

    @cached_property
    def extraction(self) -> Extraction | None:
        """What the engine answered last."""
        return self.record.extractions.select_related("record__key").last()

    @cached_property
    def boxes(self) -> dict[str, Any]:
        """Where the recognizer saw each field."""
        return dict(picture.boxes_of(self.extraction))

    @cached_property
    def rows(self) -> tuple[FieldRow, ...]:
        """The fields in the order of the card."""
        values = self.record.values.select_related("record__key")
        by_name = {value.name: value for value in values}
        return rows(by_name, self.findings, self.boxes, self.sight)

    @property
    def whole(self) -> tuple[FindingLine, ...]:
        """Findings about the answer as a whole, or about what is no field to type."""
        loose = [finding for finding in self.findings if finding.field not in NAMES]
        return lines(loose, "", language=self.language, revealed=False)

    def row(self, name: str) -> FieldRow:
        """Return the row of the field ``name``; raises KeyError."""
        return {row.name: row for row in self.rows}[name]

    def changed_since(self, before: Desk) -> tuple[FieldRow, ...]:
        """Return the rows that look different from what the person saw ``before``."""
        return tuple(row for row, old in zip(self.rows, before.rows, strict=True) if row != old)

    def put(self, row: FieldRow) -> None:
        """Show ``row`` in place of the field's own, e.g. with what was refused."""
        self.rows = tuple(row if old.name == row.name else old for old in self.rows)

    def page(self) -> dict[str, Any]:
        """Return the context of the whole page."""
        return {**self.status(), **self.frame(), "whole": self.whole}

    def frame(self) -> dict[str, Any]:
        """Return what stands around the fields: picture, claim, actions."""
        record, held = self.record, self.record.is_held_by(self.user)
        return {
            "record": record,
            "printed": [row for row in self.rows if row.printed],
            "unprinted": [row for row in self.rows if not row.printed],
            "held": held,
            "covered_again": self.revealed_until,
            "claimable": record.state in REVIEWABLE,
            "claimed_elsewhere": record.claim_is_live() and not held,
            "claim_warning_s": CLAIM_WARNING_S,
            "claim_left_s": _seconds_to(record.claim_until),
            "reveal_left_s": _seconds_to(self.revealed_until),
            "actions": actions.bar(self.user, record),
            "seldom": actions.seldom(self.user, record),
            "reject_reasons": RejectReason.choices,
            "reject_refusal": permissions.refusal(Verb.SUBMIT, self.user, record),
            **self.picture(),
        }

    def picture(self) -> dict[str, Any]:
        """Return the picture, or why it is not shown."""
        refusal = permissions.refusal(Verb.REVEAL, self.user, self.record)
        with_page = self.picture_asked or permissions.has_role(self.user, *AT_THE_DESK)
        return {
            "picture": picture.view(self.record.image, self.record.turn, self.boxes),
            "picture_shown": with_page and refusal is None,
            "picture_refusal": refusal,
            "portrait": bool(self.extraction and self.extraction.response.get("Photo")),
            "now": self.first_stop(),
        }

    def first_stop(self) -> str:
        """Return the field that the page opens with: the first doubtful one ("" if clean)."""
        return next((row.name for row in self.rows if row.doubtful), "")

    def status(self) -> dict[str, Any]:
        """Return what changes with every save: counts, doubt, and whether accept is possible."""
        return {
            "record": self.record,
            "severities": counted(self.findings),
            "doubtful": sum(row.doubtful for row in self.rows),
            "accept_refusal": actions.accept_refusal(self.user, self.record),
            "open_count": len(self.findings),
            "revealed": self.sight.revealed,
            "reveal_refusal": permissions.refusal(Verb.REVEAL, self.user, self.record),
            "saved_at": timezone.localtime(),
            "locked": self.sight.locked,
        }


def _seconds_to(moment: datetime | None) -> int:
    """Return the seconds left, one more than whole, so that at 0 the moment has passed."""
    return int((moment - timezone.now()).total_seconds()) + 1 if moment else 0
