"""The upload page: an answer a file, and one's own uploads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from review.masking import mask_text
from review.models import LicenseRecord, Source
from review.services import intake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import UploadedFile

    from review.exceptions import ImageRefused

RECENT = 50


@dataclass(frozen=True)
class Answer:
    """What became of one file: ``accepted``, ``duplicate`` or ``refused``, and why."""

    name: str
    size: int
    outcome: str
    sentence: str
    record_pk: int | None = None
    number: str = ""


def accepted(file: UploadedFile, record: LicenseRecord) -> Answer:
    """Return the answer to a file that became ``record``."""
    sentence = _("Waiting for recognition.")
    return Answer(_name(file), file.size, "accepted", sentence, record.pk, record.number)


def refused(file: UploadedFile, refusal: ImageRefused) -> Answer:
    """Return the answer to a file that was not taken."""
    outcome = "duplicate" if refusal.duplicate_of else "refused"
    pk = refusal.duplicate_of
    number = LicenseRecord(pk=pk).number if pk else ""
    return Answer(_name(file), file.size, outcome, str(refusal), pk, number)


def _name(file: UploadedFile) -> str:
    """Return what the file is called; people call files by the number on the card."""
    return mask_text(file.name)


def _sources(user: User) -> list[Source]:
    """Return the sources to choose from, what is taken unless one is chosen first."""
    default = intake.default_source()
    return [default, *intake.sources(by=user).exclude(pk=default.pk)]


def page(user: User, form: object, answers: Sequence[Answer]) -> dict[str, Any]:
    """Return the context of the upload page."""
    return {
        "form": form,
        "sources": _sources(user),
        "answers": answers,
        "counts": Counter(answer.outcome for answer in answers),
        "uploads": LicenseRecord.objects.uploaded_by_user(user).newest_first()[:RECENT],
    }
