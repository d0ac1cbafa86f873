"""The invented records of the bench: clean ones, one with two slips, one that was not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from django.db import transaction

from review import specimens
from review.license_fields import NAMES
from review.models import Finding, LicenseRecord, OfficeSetting
from review.models.finding import Severity
from review.ocr import cover
from review.ocr.client import Answer
from review.services import intake, jobs, recognition
from review.specimens import Specimen
from review.workflow import Role

REVIEWER, PASSWORD = "bench", "an-invented-password"
DOUBTS = (Severity.ERROR, Severity.WARNING)
SLIPS = {"Type": "2종보동", "Address": "주 소 서울특별시 종로구 세종대로 175"}
PRINTED = ("Type", "LicenseNumber", "Name", "Number", "Address", "DateOfIssue", "ID")


def fill(clean: int) -> None:
    """Make the reviewer and the records, the doubtful ones first in the queue."""
    user = get_user_model().objects.create_user(REVIEWER, password=PASSWORD)
    user.groups.add(Group.objects.get(name=Role.REVIEWER.value))
    # Who decides as fast as the bench is asked once more otherwise.
    OfficeSetting.objects.create(
        name="shortest_view_seconds", value=0, reason="the bench does not look", changed_by=user
    )
    cards = _cards()
    _read(user, next(cards), SLIPS)
    _read(user, next(cards), dict.fromkeys(PRINTED, "") | {"AptitudeTesDate": "", "Birthday": ""})
    made = 0
    while made < clean:
        with transaction.atomic():
            record = _read(user, next(cards), {})
            doubts = record.findings.filter(status=Finding.Status.OPEN, severity__in=DOUBTS)
            made += not doubts.exists()
            transaction.set_rollback(doubts.exists())


def _cards() -> Iterator[Specimen]:
    return (specimens.draw(seed, level="clean") for seed in count(70_000))


@transaction.atomic
def _read(user: User, card: Specimen, slips: dict[str, str]) -> LicenseRecord:
    """Return a record of ``card`` as an engine read it, but for ``slips``."""
    record = intake.upload(card.picture, by=user)
    job = jobs.claim()
    if job is None:
        raise RuntimeError("somebody else took the job of the bench's record")
    work = recognition.begin(job, endpoint="bench")
    response = card.truth["response"] | slips | {"RequestId": f"bench-{record.pk}"}
    boxes = {name: quads for name, quads in card.truth["boxes"].items() if name in NAMES}
    detail = {"Confidence": dict.fromkeys(boxes, 0.98), "Boxes": boxes}
    covered = cover.made(card.picture, response, detail, _read_again)
    recognition.complete(work, Answer(response, response["RequestId"], detail, 0.1, b""), covered)
    return LicenseRecord.objects.get(pk=record.pk)


def _read_again(covered: bytes) -> cover.Again:
    """Return what an engine reads that is sure of a covered picture and finds no digit."""
    return cover.Again({"Confidence": {"Name": 0.98}, "Digits": []})
