"""Reads are events; a reveal for review ends with the claim."""

import base64

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.services import assignment, viewing
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


def verbs(record):
    return list(AuditEvent.objects.filter(record_id=record.pk).values_list("verb", flat=True))


def test_the_holder_sees_the_numbers_until_the_claim_ends():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)

    viewing.reveal(record, by=reviewer)
    assert viewing.revealed_until(record, reviewer) == record.claim_until

    assignment.release(record, by=reviewer)
    assert viewing.revealed_until(record, reviewer) is None
    assert "reveal" in verbs(record)


def test_everybody_else_states_a_reason():
    record, auditor = builders.read(), builders.person(Role.AUDITOR)
    with pytest.raises(ActionDenied):
        viewing.reveal(record, by=auditor)

    viewing.reveal(record, by=auditor, purpose="monthly check")

    assert viewing.revealed_until(record, auditor)
    event = AuditEvent.objects.get(record_id=record.pk, verb="reveal")
    assert event.details["purpose"] == "monthly check"


def test_a_lead_sees_neither_picture_nor_numbers():
    record, lead = builders.read(), builders.person(Role.LEAD)
    for look in (viewing.show_picture, viewing.show_portrait, viewing.reveal):
        with pytest.raises(ActionDenied):
            look(record, by=lead)


def test_whatever_the_stated_purpose_the_numbers_show():
    record, auditor = builders.read(), builders.person(Role.AUDITOR)
    viewing.reveal(record, by=auditor, purpose=viewing.REVIEW_PURPOSE)
    assert viewing.revealed_until(record, auditor)


def test_opening_the_picture_is_a_reveal_and_gives_an_upright_jpeg():
    record, reviewer = builders.read(), builders.person(Role.REVIEWER)
    assert viewing.show_picture(record, by=reviewer)[:3] == b"\xff\xd8\xff"
    assert verbs(record)[-1] == "reveal"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_operators_and_administrators_see_no_record(role):
    with pytest.raises(ActionDenied):
        viewing.view(builders.read(), by=builders.person(role))


def test_a_portrait_is_shown_and_its_showing_recorded():
    photo = base64.b64encode(builders.picture()).decode()
    record, reviewer = builders.read(Photo=photo), builders.person(Role.REVIEWER)

    assert viewing.show_portrait(record, by=reviewer)[:3] == b"\xff\xd8\xff"
    event = AuditEvent.objects.filter(record_id=record.pk, verb="reveal").get()
    assert event.details == {"what": "portrait"}


@pytest.mark.parametrize("photo", ["", "no base64!", base64.b64encode(b"no picture").decode()])
def test_what_is_no_portrait_is_not_shown(photo):
    record = builders.read(Photo=photo)
    assert viewing.show_portrait(record, by=builders.person(Role.REVIEWER)) is None
