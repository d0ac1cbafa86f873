"""The next record before its turn: a part of a page, a picture, and its opening."""

import base64
import gzip

import pytest

from review.models import LicenseRecord
from review.ocr.cover import Verdict
from review.services import ahead, assignment, viewing
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
FRAGMENT_BYTES = 6 * 1024


@pytest.fixture
def held(reviewer):
    return builders.claimed(reviewer)


def fetched(desk, held):
    return desk.post(f"/records/{held.pk}/ahead/", headers=HTMX)


def test_it_comes_as_the_desk_it_will_be_and_small(desk, held):
    following = builders.read(Type="2종보동", Address="주 소 서울특별시 종로구 세종대로 175")

    answer = fetched(desk, held)

    page = answer.content.decode()
    assert page.strip().startswith('<div id="desk"')
    assert f'data-page="/records/{following.pk}/"' in page
    assert "data-save" in page
    assert "readonly" not in page.split('id="f-Type"')[1].split(">")[0]
    assert len(gzip.compress(answer.content)) <= FRAGMENT_BYTES


def test_where_none_waits_nothing_comes(desk, held):
    assert fetched(desk, held).status_code == 204


def test_who_holds_nothing_is_refused(desk):
    assert fetched(desk, builders.read()).status_code == 409


def test_it_is_opened_as_it_was_seen(desk, held, reviewer):
    following = builders.read()
    fetched(desk, held)
    version = LicenseRecord.objects.get(pk=following.pk).version
    address = f"/records/{following.pk}/ahead/open/"

    assert desk.post(address, {"version": version - 1}, headers=HTMX).status_code == 409
    answer = desk.post(address, {"version": version}, headers=HTMX)

    assert b'id="claim"' in answer.content
    assert LicenseRecord.objects.get(pk=following.pk).is_held_by(reviewer)


def test_its_picture_is_kept_by_no_cache(desk, held):
    following = builders.read()
    fetched(desk, held)

    answer = desk.get(f"/records/{following.pk}/ahead/picture/")

    assert answer.content == following.image.read_cover()
    assert answer.headers["Cache-Control"] == "no-store"


def test_where_no_cover_holds_no_picture_comes_and_the_page_says_why(desk, held):
    following = builders.read(Verdict.SHOWS, Photo=base64.b64encode(builders.picture()).decode())

    page = fetched(desk, held).content.decode()

    assert "could still be read after covering" in page
    assert "/picture/" not in page
    assert 'id="pic"' not in page
    assert "/portrait/" not in page
    assert desk.get(f"/records/{following.pk}/ahead/picture/").status_code == 403


def test_roles_that_see_pictures_whole_get_the_covered_one_ahead(desk, held, settings):
    settings.KRDL_WHOLE_PICTURE_ROLES = ["reviewer"]
    following = builders.read()

    page = fetched(desk, held).content.decode()

    assert f"?v={following.image.pk}.1.c" in page
    assert ".1.w" not in page
    answer = desk.get(f"/records/{following.pk}/ahead/picture/")
    assert answer.content == following.image.read_cover()


def test_the_portrait_waits_until_the_record_is_shown(desk, held):
    builders.read(Photo=base64.b64encode(builders.picture()).decode())

    page = fetched(desk, held).content.decode()

    assert 'loading="lazy"' in page.split('class="portrait"')[1].split(">")[0]


def test_what_an_earlier_claim_revealed_comes_covered(desk, held, reviewer):
    before = builders.claimed(reviewer)
    viewing.reveal(before, by=reviewer)
    assignment.release(before, by=reviewer)

    page = fetched(desk, held).content.decode()

    assert f'data-page="/records/{before.pk}/"' in page
    assert "1234568" not in page


def test_a_decision_in_the_background_claims_nothing_more(desk, held, reviewer):
    builders.read()

    answer = desk.post(f"/records/{held.pk}/submit/", {"proposal": "accept"}, headers=HTMX)

    assert f"{held.number} submitted." in answer.content.decode()
    assert not LicenseRecord.objects.claimed_by_user(reviewer).exists()


def test_without_a_script_the_next_record_is_the_one_fetched_ahead(desk, held, reviewer):
    following = builders.read()
    ahead.fetch(held, by=reviewer)

    answer = desk.post(f"/records/{held.pk}/submit/", {"proposal": "accept"})

    assert answer.headers["Location"] == f"/records/{following.pk}/"


def test_another_reviewer_is_told_that_it_is_taken(client, held, reviewer):
    following = builders.read()
    ahead.fetch(held, by=reviewer)
    client.force_login(builders.person(Role.REVIEWER))
    client.cookies["django_language"] = "en"

    page = client.post(f"/records/{following.pk}/claim/", follow=True)

    assert f"{reviewer} is about to open this record." in page.content.decode()


@pytest.fixture
def deciding(client):
    """Give the client of an approver."""
    client.force_login(builders.person(Role.APPROVER))
    client.cookies["django_language"] = "en"
    return client


def test_the_next_to_approve_comes_as_its_page_without_what_is_entered_blind(deciding):
    builders.policy("blind_entry_fields", ["Name"])
    beside, following = builders.submitted(), builders.submitted()

    page = fetched(deciding, beside).content.decode()

    assert page.strip().startswith('<div id="desk"')
    assert f'action="/records/{following.pk}/approve/"' in page
    assert f'data-picture="/records/{following.pk}/ahead/picture/"' in page
    assert builders.CLEAN["Name"] not in page
    assert builders.CLEAN["Number"] not in page


def test_what_was_revealed_before_comes_covered_to_approve(deciding):
    beside, following = builders.submitted(), builders.submitted()
    deciding.post(f"/records/{following.pk}/reveal/", {"purpose": "to compare"})

    assert "1234568" not in fetched(deciding, beside).content.decode()


def test_opened_to_approve_nothing_is_claimed(deciding):
    beside, following = builders.submitted(), builders.submitted()
    fetched(deciding, beside)
    version = LicenseRecord.objects.get(pk=following.pk).version
    address = f"/records/{following.pk}/ahead/open/"

    assert deciding.post(address, {"version": version - 1}, headers=HTMX).status_code == 409
    assert deciding.post(address, {"version": version}, headers=HTMX).status_code == 204
    assert LicenseRecord.objects.get(pk=following.pk).claimed_by is None


def test_without_a_script_the_next_to_approve_is_nobody_elses(deciding):
    beside, theirs, free = (builders.submitted() for _number in range(3))
    other = builders.person(Role.APPROVER)
    assert ahead.fetch(beside, by=other) == theirs
    builders.policy("shortest_view_seconds", 0)

    answer = deciding.post(f"/records/{beside.pk}/approve/")

    assert answer.headers["Location"] == f"/records/{free.pk}/"


def test_a_decision_in_the_background_is_answered_by_its_message(deciding):
    builders.policy("shortest_view_seconds", 0)
    beside = builders.submitted()

    answer = deciding.post(f"/records/{beside.pk}/approve/", headers=HTMX)

    assert f"{beside.number}: Approved." in answer.content.decode()
