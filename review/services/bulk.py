"""One verb on many records: each is checked, changed and written down by itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, ReviewError
from review.models import LicenseRecord
from review.services import assignment, recognition, staff

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Outcome:
    """What became of one record; ``refusal`` is the sentence, "" where it was done."""

    pk: int
    number: str
    refusal: str = ""


class Act(Protocol):
    """A verb of one record."""

    def __call__(self, record: LicenseRecord, *, by: User) -> None:
        """Do it, or raise ReviewError with a sentence."""


def assign(pks: Iterable[int], *, by: User, to: int | None) -> list[Outcome]:
    """Hand the records to the reviewer of the key ``to``."""
    reviewer = staff.reviewers().filter(pk=to or 0).first()
    if reviewer is None:
        raise ActionDenied(_("Choose a reviewer."))
    return _each(pks, partial(assignment.assign, to=reviewer), by)


def release(pks: Iterable[int], *, by: User) -> list[Outcome]:
    """Give the records back to the queue."""
    return _each(pks, assignment.release, by)


def recognize(pks: Iterable[int], *, by: User) -> list[Outcome]:
    """Have the records read again."""
    return _each(pks, recognition.recognize_again, by)


def escalate(pks: Iterable[int], *, by: User, reason: str) -> list[Outcome]:
    """Pass the records up, all for one reason."""
    return _each(pks, partial(assignment.escalate, reason=reason), by)


def _each(pks: Iterable[int], act: Act, by: User) -> list[Outcome]:
    return [_one(pk, act, by) for pk in pks]


def _one(pk: int, act: Act, by: User) -> Outcome:
    number = LicenseRecord(pk=pk).number
    records = LicenseRecord.objects.select_related("key", "claimed_by")
    try:
        with transaction.atomic():
            record = records.filter(pk=pk).first()
            if record is None:
                raise ActionDenied(_("There is no such record."))
            act(record, by=by)
    except ReviewError as refusal:
        return Outcome(pk, number, str(refusal))
    return Outcome(pk, number)
