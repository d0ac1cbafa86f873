"""Records in any state and people of any role, reached through the real services."""

from __future__ import annotations

import io
import itertools
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from PIL import Image as Picture

from review.forms.seeding import ASKED
from review.models import AuditEvent, LicenseRecord, SeededCard, Source
from review.ocr import images
from review.ocr.client import Answer
from review.ocr.cover import Cover, Verdict
from review.services import (
    approval,
    assignment,
    audit,
    correction,
    intake,
    jobs,
    office,
    recognition,
    rules,
    seeding,
    sources,
)
from review.workflow import Proposal, Role, State

_numbers = itertools.count(1)

# A consistent, invented license that gives neither warning nor error.
CLEAN = {
    "ID": "A7K3MP",
    "LicenseNumber": "11-20-123456-30",
    "Number": "900101-1234568",
    "Type": "1종보통",
    "Address": "서울특별시 종로구 세종대로 175",
    "Name": "김견본",
    "AptitudeTesDate": "01/01/2030~31/12/2030",
    "DateOfIssue": "15/06/2020",
    "Photo": "",
    "Sex": "",
    "Birthday": "01/01/1990",
}


def stated(verb: str, **of: Any) -> str:
    """Return the reason that was stated for the one event with this verb."""
    event = AuditEvent.objects.get(verb=verb, **of)
    return audit.reasons_of([event]).get(event.seq, "")


def handle_numbers(handling: str) -> Source:
    """Have the default source keep, cut or drop resident numbers at the decision."""
    source = intake.default_source()
    source.number_handling, source.number_statute = handling, "도로교통법 제87조의2"
    sources.save(source, by=person(Role.ADMINISTRATOR))
    return source


def person(*roles: Role, name: str = "") -> User:
    """Return a new person with ``roles``."""
    name = name or f"person{next(_numbers)}"
    user = get_user_model().objects.create(username=name, password=_password())
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


@cache
def _password() -> str:
    """Return everybody's password, hashed once: outside the test settings hashing takes long."""
    return make_password("pw")


def policy(name: str, value: Any) -> None:
    """Set an office policy, by two administrators where it takes two."""
    first, second = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    pending = office.change(name, value, by=first, reason="a test")
    if pending:
        office.confirm(pending, by=second)


def trusting(source: Source | None = None) -> Source:
    """Return a source (the default one) that two administrators trust."""
    first, second = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    source = source or intake.default_source()
    pending = office.trust(source, True, by=first, reason="a test")
    if pending:
        office.confirm(pending, by=second)
    return source


def passed(**fields: Any) -> LicenseRecord:
    """Return a record that passed straight through (or not, where ``fields`` give a doubt)."""
    trusting()
    policy("straight_through_percent", 100)
    policy("sample_percent", 0)
    return read(**fields)


def rule_off(rule: str) -> None:
    """Switch a quality rule off, by two administrators."""
    first, second = person(Role.ADMINISTRATOR), person(Role.ADMINISTRATOR)
    office.confirm(rules.change(rule, by=first, off=True, reason="a test"), by=second)


def picture(seed: int | None = None) -> bytes:
    """Return a small PNG that no other call returned."""
    number = next(_numbers) if seed is None else seed
    file = io.BytesIO()
    Picture.new("RGB", (64, 40), (number % 256, number // 256 % 256, 90)).save(file, "PNG")
    return file.getvalue()


def answer(**fields: Any) -> Answer:
    """Return an answer of the engine with the clean license's fields, changed by ``fields``."""
    response = CLEAN | {"RequestId": f"request-{next(_numbers)}"} | fields
    return Answer(response, response["RequestId"], None, 0.1, b"")


def received(by: User | None = None) -> LicenseRecord:
    """Return a record that waits to be read."""
    return intake.upload(picture(), by=by or person(Role.OPERATOR))


def cover(verdict: Verdict = Verdict.HOLDS, photo: str = "") -> Cover:
    """Return what the engine makes of a picture: covered where the verdict is good."""
    if verdict is not Verdict.HOLDS:
        return Cover(verdict)
    places = [[[8.0, 8.0], [56.0, 8.0], [56.0, 16.0], [8.0, 16.0]]]
    return Cover(verdict, images.display(picture()), photo, places)


def read(verdict: Verdict = Verdict.HOLDS, **fields: Any) -> LicenseRecord:
    """Return a record to review, read with ``fields`` in place of the clean license's.

    Its picture is covered unless ``verdict`` says why it could not be.
    """
    return by_engine(received(), verdict, **fields)


def by_engine(
    record: LicenseRecord, verdict: Verdict = Verdict.HOLDS, **fields: Any
) -> LicenseRecord:
    """Return ``record`` as the engine has read it."""
    job = jobs.claim()
    while job.record_id != record.pk:
        job = jobs.claim()
    work = recognition.begin(job, endpoint="test")
    recognition.complete(work, answer(**fields), cover(verdict, fields.get("Photo", "")))
    return LicenseRecord.objects.get(pk=record.pk)


def seeded_card(by: User | None = None, **shown: str) -> SeededCard:
    """Return a card for test records that was read; the desk shows ``shown`` instead."""
    truth = {field.name: CLEAN[field.name] for field in ASKED}
    card = seeding.add(picture(), truth, shown, by=by or person(Role.LEAD))
    by_engine(card.record)
    return SeededCard.objects.get(pk=card.pk)


def claimed(by: User, **fields: Any) -> LicenseRecord:
    """Return a record to review that ``by`` holds."""
    record = read(**fields)
    assignment.claim(record, by=by)
    return record


def submitted(by: User | None = None, proposal: str = Proposal.ACCEPT) -> LicenseRecord:
    """Return a record that waits for approval."""
    by = by or person(Role.REVIEWER)
    record = claimed(by)
    reason = "forgery" if proposal == Proposal.REJECT else ""
    approval.submit(record, by=by, proposal=proposal, reason=reason)
    return record


def decided(proposal: str = Proposal.ACCEPT) -> LicenseRecord:
    """Return an approved or rejected record."""
    record = submitted(proposal=proposal)
    approval.approve(record, by=person(Role.APPROVER))
    return record


def in_state(state: str) -> LicenseRecord:
    """Return a record in ``state``."""
    return _BY_STATE[State(state)]()


def recognizing() -> LicenseRecord:
    """Return a record whose reading is under way."""
    record = received()
    recognition.begin(jobs.claim(), endpoint="test")
    return LicenseRecord.objects.get(pk=record.pk)


def unreadable() -> LicenseRecord:
    """Return a record that the engine could not read."""
    record = received()
    work = recognition.begin(jobs.claim(), endpoint="test")
    recognition.fail(work, recognition.errors.OcrError("FailedOperation.ImageDecodeFailed"))
    return LicenseRecord.objects.get(pk=record.pk)


def escalated() -> LicenseRecord:
    """Return a record that was passed up."""
    reviewer = person(Role.REVIEWER)
    record = claimed(reviewer)
    assignment.escalate(record, by=reviewer, reason="looks odd")
    return record


def withdrawn() -> LicenseRecord:
    """Return a record that ended without a decision."""
    record = read()
    approval.withdraw(record, by=person(Role.LEAD), reason="sent twice")
    return record


def corrected(by: User, name: str = "Name", value: str = "이견본") -> LicenseRecord:
    """Return a record to review that ``by`` holds and has corrected."""
    record = claimed(by)
    correction.correct(record, name, value, by=by)
    return record


_BY_STATE = {
    State.RECEIVED: received,
    State.RECOGNIZING: recognizing,
    State.UNREADABLE: unreadable,
    State.TO_REVIEW: read,
    State.ESCALATED: escalated,
    State.TO_APPROVE: submitted,
    State.APPROVED: decided,
    State.REJECTED: lambda: decided(Proposal.REJECT),
    State.WITHDRAWN: withdrawn,
}
