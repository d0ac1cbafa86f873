"""Records in any state and people of any role, reached through the real services."""

from __future__ import annotations

import io
import itertools
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User
from PIL import Image as Picture

from review.models import LicenseRecord
from review.ocr.client import Answer
from review.services import approval, assignment, correction, intake, jobs, recognition
from review.workflow import Proposal, RejectReason, Role, State

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


def person(*roles: Role, name: str = "") -> User:
    """Return a new person with ``roles``."""
    user = get_user_model().objects.create_user(name or f"person{next(_numbers)}", password="pw")
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return user


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


def read(**fields: Any) -> LicenseRecord:
    """Return a record to review, read with ``fields`` in place of the clean license's."""
    record = received()
    job = jobs.claim()
    while job.record_id != record.pk:
        job = jobs.claim()
    recognition.complete(recognition.begin(job, endpoint="test"), answer(**fields))
    return LicenseRecord.objects.get(pk=record.pk)


def claimed(by: User, **fields: Any) -> LicenseRecord:
    """Return a record to review that ``by`` holds."""
    record = read(**fields)
    assignment.claim(record, by=by)
    return record


def submitted(by: User | None = None, proposal: str = Proposal.ACCEPT) -> LicenseRecord:
    """Return a record that waits for approval."""
    by = by or person(Role.REVIEWER)
    record = claimed(by)
    reason = RejectReason.FORGERY if proposal == Proposal.REJECT else ""
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
