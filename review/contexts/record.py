"""The record page: what is shown to this person, masked or whole, and what they may do."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from review import permissions
from review.contexts import actions, picture
from review.contexts.evidence import Evidence, evidence_of
from review.contexts.fields import FieldRow, Material, rows
from review.contexts.fields import Sight as FieldSight
from review.contexts.findings import FindingLine, counted, in_words, lines
from review.license_fields import NAMES
from review.models import Finding
from review.services import checking, drafts, reject_reasons, viewing
from review.services.values import standing
from review.services.viewing import Sight
from review.workflow import PICTURE, REVIEWABLE, Look, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import Correction, Extraction, FieldComment, LicenseRecord

# Who sees the picture with the page; everybody else asks for it, since opening it is recorded.
AT_THE_DESK = tuple(role for role, look in PICTURE.items() if look is Look.AT_ONCE)
SEEN = (Sight.COVERED, Sight.WHOLE)
CLAIM_WARNING_S = 120


class Desk:
    """A record as one person sees it now; read once, never updated."""

    def __init__(
        self,
        user: User,
        record: LicenseRecord,
        *,
        picture_asked: bool = False,
        covered: bool = False,
    ) -> None:
        """Read ``record``; ``covered`` uncovers nothing, neither numbers nor picture."""
        self.user = user
        self.record = record
        self.state = record.state
        self.picture_asked = picture_asked
        self.language = (get_language() or "ko")[:2]
        self.revealed_until = None if covered else viewing.revealed_until(record, user)
        self.picture_sight = _covered(record) if covered else viewing.sight_of(record, user)
        self.findings = [
            finding
            for finding in record.findings.select_related("record__key")
            if finding.status == Finding.Status.OPEN
        ]
        self.rows: tuple[FieldRow, ...] = rows(self.material(), self.sight)
        """The fields in the order of the card."""

    @classmethod
    def ahead(cls, user: User, record: LicenseRecord) -> Self:
        """Return the desk of a record fetched ahead, as it will be once ``user`` holds it.

        Covered throughout, whatever an earlier claim or a role uncovers.
        """
        record.claimed_by = user
        record.claim_until = timezone.now() + settings.KRDL_CLAIM_TIME
        return cls(user, record, covered=True)

    @cached_property
    def sight(self) -> FieldSight:
        """What this person may see and type."""
        locked = permissions.refusal(Verb.CORRECT, self.user, self.record) is not None
        return FieldSight(self.language, bool(self.revealed_until), locked, self.support())

    def support(self) -> dict[str, str]:
        """Return what supports each field, in words."""
        reasons = checking.corroboration(self.record)
        return {name: in_words(told[0], self.language) for name, told in reasons.items()}

    @cached_property
    def extraction(self) -> Extraction | None:
        """What the engine answered last."""
        return self.record.extractions.select_related("record__key").last()

    @cached_property
    def evidence(self) -> Evidence:
        """Where each field stands in the picture, and what was set right."""
        return evidence_of(self.extraction)

    def material(self) -> Material:
        """Return what the rows are made of."""
        values = self.record.values.select_related("record__key")
        drafts = self.record.drafts.filter(user=self.user).select_related("record__key")
        return Material(
            values={value.name: value for value in values},
            findings=self.findings,
            evidence=self.evidence,
            drafts={draft.name: draft for draft in drafts},
            comments=self.comments(),
            undoable=self.undoable(),
        )

    def comments(self) -> dict[str, tuple[FieldComment, ...]]:
        """Return what the approver wrote to each field, until the record is submitted again."""
        waiting = self.record.field_comments.filter(answered_at=None)
        by_name: dict[str, tuple[FieldComment, ...]] = {}
        for comment in waiting.select_related("record__key", "by"):
            by_name[comment.name] = (*by_name.get(comment.name, ()), comment)
        return by_name

    def undoable(self) -> frozenset[str]:
        """Return the fields with a correction that was not undone."""
        by_name: dict[str, list[Correction]] = {}
        for correction in self.record.corrections.all():
            by_name.setdefault(correction.name, []).append(correction)
        return frozenset(name for name, steps in by_name.items() if standing(steps))

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
            "printed": [row for row in self.rows if row.printed and not row.further],
            "unprinted": [row for row in self.rows if not row.printed and not row.further],
            "further": [row for row in self.rows if row.further],
            "seal": drafts.seal_key(record, by=self.user) if held else "",
            "held": held,
            "covered_again": self.revealed_until,
            "claimable": record.state in REVIEWABLE,
            "claimed_elsewhere": record.claim_is_live() and not held,
            "claim_warning_s": CLAIM_WARNING_S,
            "claim_left_s": _seconds_to(record.claim_until),
            "turn_kept": permissions.refusal(Verb.TURN, self.user, record) is None,
            "reveal_left_s": _seconds_to(self.revealed_until),
            "ahead_left_s": _seconds_to(record.prefetched_until),
            "actions": actions.bar(self.user, record),
            "seldom": actions.seldom(self.user, record),
            "reject_reasons": [
                (reason.code, reason.label(self.language)) for reason in reject_reasons.offered()
            ],
            "reject_refusal": permissions.refusal(Verb.SUBMIT, self.user, record),
            **self.picture(),
        }

    def _has_portrait(self) -> bool:
        """Whether there is a portrait of the kind that is seen, covered or whole."""
        if self.picture_sight is Sight.COVERED:
            return bool(self.record.image.portrait)
        return bool(self.extraction and self.extraction.response.get("Photo"))

    def picture(self) -> dict[str, Any]:
        """Return the picture, or why it is not shown."""
        refusal = permissions.refusal(Verb.REVEAL, self.user, self.record)
        with_page = self.picture_asked or permissions.has_role(self.user, *AT_THE_DESK)
        image, whole = self.record.image, self.picture_sight is Sight.WHOLE
        return {
            "picture": picture.view(image, self.record.turn, self.evidence.boxes, whole=whole),
            "picture_shown": with_page and refusal is None and self.picture_sight in SEEN,
            "picture_refusal": refusal,
            "picture_sight": self.picture_sight,
            "picture_why": picture.why_locked(image),
            "portrait": self._has_portrait(),
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


def _covered(record: LicenseRecord) -> Sight:
    return Sight.COVERED if record.image.is_covered else Sight.LOCKED


def _seconds_to(moment: datetime | None) -> int:
    """Return the seconds left, one more than whole, so that at 0 the moment has passed."""
    return int((moment - timezone.now()).total_seconds()) + 1 if moment else 0
