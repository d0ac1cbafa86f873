"""Search: whole numbers and names by blind index, request ids, and an event without the text."""

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.services import correction, searching
from review.services.searching import Kind
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def reviewer():
    return builders.person(Role.REVIEWER)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("11-20-123456-30", Kind.LICENSE_NUMBER),
        ("112012345630", Kind.LICENSE_NUMBER),
        ("서울 20-123456-30", Kind.LICENSE_NUMBER),
        ("900101-1234568", Kind.RESIDENT_NUMBER),
        ("9001011234568", Kind.RESIDENT_NUMBER),
        ("김견본", Kind.NAME),
        ("SATO DAVID", Kind.NAME),
        ("0d4c8f8e-8f2c-4b2e-9a51-3c0c54d1a7e6", Kind.REQUEST_ID),
        ("K-001842", Kind.RECORD),
    ],
)
def test_what_is_typed_says_what_it_is(text, kind):
    assert searching.kind_of(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "11-20-123456-30",
        "112012345630",
        "서울20-123456-30",
        "900101-1234568",
        "김견본",
        " 김 견본 ",
    ],
)
def test_a_whole_value_finds_its_record(reviewer, text):
    record = builders.read()
    builders.read(LicenseNumber="12-21-654321-40", Number="910202-1234567", Name="이표본")

    assert searching.search(text, by=reviewer).records == [record.pk]


@pytest.mark.parametrize("text", ["김견", "견본", "900101", "11-20-12345"])
def test_a_part_finds_nothing(reviewer, text):
    builders.read()

    assert searching.search(text, by=reviewer).records == []


def test_the_value_as_it_stands_is_found_not_what_was_read(reviewer):
    record = builders.claimed(reviewer, Name="김견분")
    correction.correct(record, "Name", "김견본", by=reviewer)

    assert searching.search("김견본", by=reviewer).records == [record.pk]
    assert searching.search("김견분", by=reviewer).records == []


def test_a_request_id_finds_the_record_it_was_about(reviewer):
    record = builders.read()

    assert searching.search(record.attempts.get().request_id, by=reviewer).records == [record.pk]


def test_every_search_is_an_event_without_what_was_typed(reviewer):
    builders.read()

    searching.search("900101-1234568", by=reviewer)

    event = AuditEvent.objects.get(verb="search")
    assert (event.actor_id, event.details) == (reviewer.pk, {"kind": "Number", "hits": 1})
    assert not event.sealed


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_who_reads_no_records_searches_none(role):
    with pytest.raises(ActionDenied):
        searching.search("김견본", by=builders.person(role))
    assert not AuditEvent.objects.filter(verb="search").exists()
