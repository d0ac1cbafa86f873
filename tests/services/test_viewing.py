"""Reads are events; a reveal for review ends with the claim."""

import base64

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.ocr import images
from review.ocr.cover import Verdict
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
    assert builders.stated("reveal", record_id=record.pk) == "monthly check"


def test_a_lead_sees_neither_picture_nor_numbers():
    record, lead = builders.read(), builders.person(Role.LEAD)
    for look in (viewing.show_picture, viewing.show_portrait, viewing.reveal):
        with pytest.raises(ActionDenied):
            look(record, by=lead)


def test_whatever_the_stated_purpose_the_numbers_show():
    record, auditor = builders.read(), builders.person(Role.AUDITOR)
    viewing.reveal(record, by=auditor, purpose=viewing.REVIEW_PURPOSE)
    assert viewing.revealed_until(record, auditor)


def test_the_picture_is_covered_and_its_showing_recorded():
    record, reviewer = builders.read(), builders.person(Role.REVIEWER)
    assert viewing.show_picture(record, by=reviewer) == record.image.read_cover()
    assert verbs(record)[-1] == "view"


def test_after_a_reveal_the_picture_is_whole_which_is_a_reveal_each_time():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    viewing.reveal(record, by=reviewer)

    shown = viewing.show_picture(record, by=reviewer)

    assert shown == images.display(record.image.read()) != record.image.read_cover()
    assert verbs(record)[-1] == "reveal"
    viewing.cover(record, by=reviewer)
    assert viewing.show_picture(record, by=reviewer) == record.image.read_cover()


@pytest.mark.parametrize("verdict", [Verdict.NO_PLACE, Verdict.UNSURE, Verdict.SHOWS])
def test_where_no_cover_holds_picture_and_portrait_take_a_reveal(verdict):
    reviewer = builders.person(Role.REVIEWER)
    record = builders.read(verdict)
    assignment.claim(record, by=reviewer)
    for look in (viewing.show_picture, viewing.show_portrait, viewing.fetch_picture_ahead):
        with pytest.raises(ActionDenied):
            look(record, by=reviewer)

    viewing.reveal(record, by=reviewer)

    assert viewing.show_picture(record, by=reviewer)[:3] == b"\xff\xd8\xff"


def test_a_picture_from_before_covers_takes_a_reveal():
    record, reviewer = builders.received(), builders.person(Role.REVIEWER)
    assert viewing.sight_of(record, reviewer) is viewing.Sight.LOCKED


def test_a_setting_names_roles_that_see_the_picture_whole(settings):
    settings.KRDL_WHOLE_PICTURE_ROLES = ["auditor"]
    record, auditor = builders.read(), builders.person(Role.AUDITOR)
    viewing.show_picture(record, by=auditor)
    assert verbs(record)[-1] == "reveal"
    assert viewing.sight_of(record, builders.person(Role.REVIEWER)) is viewing.Sight.COVERED


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_operators_and_administrators_see_no_record(role):
    with pytest.raises(ActionDenied):
        viewing.view(builders.read(), by=builders.person(role))


def test_a_portrait_is_shown_and_its_showing_recorded():
    photo = base64.b64encode(builders.picture()).decode()
    record, reviewer = builders.read(Photo=photo), builders.person(Role.REVIEWER)

    assert viewing.show_portrait(record, by=reviewer)[:3] == b"\xff\xd8\xff"
    event = AuditEvent.objects.filter(record_id=record.pk).latest("seq")
    assert (event.verb, event.details) == ("view", {"what": "portrait"})


@pytest.mark.parametrize("photo", ["", "no base64!", base64.b64encode(b"no picture").decode()])
def test_what_is_no_portrait_is_not_shown(photo):
    record = builders.read(Photo=photo)
    assert viewing.show_portrait(record, by=builders.person(Role.REVIEWER)) is None
