"""The picture: its headers, its read events, its turn, and replacing it."""

import base64
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from review.models import AuditEvent, DoomedFile
from review.ocr.cover import Verdict
from review.services import assignment, disposal, jobs, recognition
from review.workflow import Role, State
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_picture_is_sent_uncached_and_its_showing_is_recorded(desk, reviewer):
    record = builders.read()

    answer = desk.get(f"/records/{record.pk}/picture/")

    assert Image.open(io.BytesIO(answer.content)).format == "JPEG"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    event = AuditEvent.objects.filter(record_id=record.pk).latest("seq")
    assert (event.verb, event.details["what"]) == ("view", "picture")
    assert event.actor == reviewer.username


def test_a_reveal_has_the_page_load_the_whole_picture(desk, reviewer):
    record = builders.claimed(reviewer)
    page, picture = f"/records/{record.pk}/", f"/records/{record.pk}/picture/"
    covered = desk.get(picture).content
    assert f'href="{picture}?v={record.image.pk}.1.c"' in desk.get(page).content.decode()

    answer = desk.post(f"{page}reveal/", headers={"hx-request": "true"}).content.decode()

    assert f'href="{picture}?v={record.image.pk}.1.w"' in answer
    assert f'data-covered="{picture}?v={record.image.pk}.1.c"' in answer
    assert desk.get(picture).content != covered


def test_without_a_cover_the_page_says_why_and_offers_the_reveal(desk, reviewer):
    record = builders.read(Verdict.SHOWS)
    assignment.claim(record, by=reviewer)
    page, picture = f"/records/{record.pk}/", f"/records/{record.pk}/picture/"

    html = desk.get(page).content.decode()

    assert "could still be read after covering" in html
    assert 'id="pic"' not in html
    refused = desk.get(picture)
    assert (refused.status_code, refused["Content-Type"]) == (403, "text/html; charset=utf-8")
    answer = desk.post(f"{page}reveal/", headers={"hx-request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert f'href="{picture}?v={record.image.pk}.1.w"' in desk.get(page).content.decode()
    assert desk.get(picture).status_code == 200


def test_another_reading_without_a_cover_takes_the_old_one_away(desk, reviewer):
    record = builders.claimed(reviewer)
    covered = record.image.covered_name
    recognition.recognize_again(record, by=reviewer)

    work = recognition.begin(jobs.claim(), endpoint="test")
    recognition.complete(work, builders.answer(), builders.cover(Verdict.UNSURE))

    assert desk.get(f"/records/{record.pk}/picture/").status_code == 403
    assert DoomedFile.objects.filter(name=covered).exists()
    disposal.dispose_some()
    assert not default_storage.exists(covered)
    assert not DoomedFile.objects.exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_who_may_not_see_the_record_gets_no_picture_and_leaves_no_reveal(client, role):
    record = builders.read()
    client.force_login(builders.person(role))

    assert client.get(f"/records/{record.pk}/picture/").status_code == 404
    assert not AuditEvent.objects.filter(verb="reveal").exists()


def test_the_turn_is_kept(desk, reviewer):
    record = builders.claimed(reviewer)

    answer = desk.post(f"/records/{record.pk}/turn/", {"degrees": "90"})

    assert answer["Location"] == f"/records/{record.pk}/"
    assert 'data-turned="90"' in desk.get(f"/records/{record.pk}/").content.decode()


@pytest.mark.parametrize("degrees", ["45", "", "north"])
def test_a_turn_is_a_quarter(desk, degrees):
    record = builders.read()

    desk.post(f"/records/{record.pk}/turn/", {"degrees": degrees})

    record.refresh_from_db()
    assert record.turn == 0


def test_a_replaced_picture_is_read_anew(desk, reviewer):
    record = builders.claimed(reviewer)
    file = SimpleUploadedFile("new.png", builders.picture(), "image/png")

    desk.post(f"/records/{record.pk}/replace/", {"image": file})

    record.refresh_from_db()
    assert record.state == State.RECEIVED
    assert record.images.count() == 2


def test_what_is_no_picture_replaces_nothing(desk, reviewer):
    record = builders.claimed(reviewer)
    file = SimpleUploadedFile("new.png", b"hello", "image/png")

    answer = desk.post(f"/records/{record.pk}/replace/", {"image": file}, follow=True)

    assert "not an image" in answer.content.decode()
    assert record.images.count() == 1


def test_a_record_is_read_again(desk, reviewer):
    record = builders.claimed(reviewer)

    desk.post(f"/records/{record.pk}/recognize/")

    record.refresh_from_db()
    assert record.state == State.RECEIVED


def test_the_returned_portrait_is_shown_beside_the_fields_and_its_showing_recorded(desk):
    photo = base64.b64encode(builders.picture()).decode()
    record = builders.read(Photo=photo)
    address = f"/records/{record.pk}/portrait/"

    assert address in desk.get(f"/records/{record.pk}/").content.decode()
    assert desk.get(address)["Content-Type"] == "image/jpeg"
    event = AuditEvent.objects.filter(record_id=record.pk).latest("seq")
    assert (event.verb, event.details) == ("view", {"what": "portrait"})


def test_without_a_portrait_none_is_offered(desk):
    record = builders.read()
    address = f"/records/{record.pk}/portrait/"

    assert address not in desk.get(f"/records/{record.pk}/").content.decode()
    assert desk.get(address).status_code == 404
