"""The page of test records, and what a reviewer is told once one has ended."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.forms.seeding import ASKED
from review.models import SeededCard
from review.services import assignment
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/office/tests/"


@pytest.fixture
def lead(client):
    user = builders.person(Role.LEAD)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def typed(**more):
    told = {f"right-{field.name}": builders.CLEAN[field.name] for field in ASKED}
    image = SimpleUploadedFile("card.png", builders.picture(), "image/png")
    return told | {"right-DateOfIssue": "2020.06.15", "image": image} | more


def submitted(client, *reviewers):
    builders.policy("test_record_percent", 100)
    builders.policy("shortest_view_seconds", 0)
    for reviewer in reviewers:
        record = assignment.claim_next(by=reviewer)
        client.force_login(reviewer)
        answer = client.post(
            f"/records/{record.pk}/submit/", {"proposal": "accept"}, headers={"HX-Request": "true"}
        )
    return answer.content.decode()


def test_a_card_is_added_in_the_forms_of_the_api(lead):
    answer = lead.post(f"{PAGE}add/", typed(**{"shown-Name": "김건본", "shown-ID": "A7K3MP"}))

    assert answer.headers["Location"] == PAGE
    card = SeededCard.objects.get()
    assert card.truth["DateOfIssue"] == "15/06/2020"
    assert card.shown == {"Name": "김건본"}
    assert "Received" in lead.get(PAGE).content.decode()
    builders.by_engine(card.record)
    page = lead.get(PAGE).content.decode()
    assert "In use" in page
    assert "김건본" not in page


def test_what_is_wrong_is_told_and_what_was_typed_stays(lead):
    answer = lead.post(f"{PAGE}add/", typed(**{"right-DateOfIssue": "soon", "right-Name": ""}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="soon"' in page
    assert "This is not a date." in page
    assert "Type what stands on the card." in page
    assert not SeededCard.objects.exists()


def test_no_picture_is_told_as_well(lead):
    image = SimpleUploadedFile("card.png", b"no picture", "image/png")

    answer = lead.post(f"{PAGE}add/", typed(image=image))

    assert "This is not an image." in answer.content.decode()


def test_a_card_is_retired(lead):
    card = builders.seeded_card()

    page = lead.post(f"{PAGE}{card.pk}/retire/", follow=True).content.decode()

    assert f"{card} is given out no more." in page
    assert "Given out no more" in page


def test_leads_see_who_left_what_wrong_and_reviewers_are_told_their_own(lead, client):
    first, second = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    builders.seeded_card(Name="김건본")

    told = submitted(client, first, second)

    assert "was a test record. Left wrong: Name." in told
    client.force_login(builders.person(Role.LEAD))
    page = client.get(PAGE)
    people = page.context["people"]
    assert {person.user: (person.met, person.wrong) for person in people} == {
        first: (1, 1), second: (1, 1),
    }  # fmt: skip
    assert "Name 1" in page.content.decode()


def test_who_left_nothing_wrong_is_told_so(lead, client):
    builders.seeded_card()

    assert "everything is right" in submitted(client, builders.person(Role.REVIEWER))


def test_before_its_end_nothing_tells_of_a_test(lead, client):
    builders.policy("test_record_percent", 100)
    card = builders.seeded_card(Name="김건본")
    reviewer = builders.person(Role.REVIEWER)
    record = assignment.claim_next(by=reviewer)
    client.force_login(reviewer)

    for address in ("", "history/"):
        page = client.get(f"/records/{record.pk}/{address}").content.decode().lower()
        assert "test record" not in page
        assert "seed" not in page
        assert str(card).lower() not in page


def test_the_page_takes_as_many_queries_however_many_cards(lead):
    builders.seeded_card(Name="김건본")
    lead.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        lead.get(PAGE)
    builders.seeded_card()
    builders.seeded_card(Name="이건본")
    with CaptureQueriesContext(connection) as many:
        lead.get(PAGE)
    assert len(few) == len(many)
