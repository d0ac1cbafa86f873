"""The history of a record in words, numbers covered."""

import pytest
from django.contrib.auth.models import User

from review.contexts.history import VERB_WORDS
from review.services import correction, viewing
from review.workflow import Role, Verb
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    reviewer = builders.person(Role.REVIEWER, name="worker")
    record = builders.corrected(reviewer, "Name", "이견본")
    version = record.values.get(name="Number").version
    correction.correct(record, "Number", "900101-1234575", by=reviewer, seen_version=version)
    viewing.reveal(record, by=reviewer)
    return record


def history(client, record, **headers):
    client.force_login(builders.person(Role.AUDITOR))
    client.cookies["django_language"] = "en"
    return client.get(f"/records/{record.pk}/history/", headers=headers).content.decode()


def test_it_tells_who_did_what_with_the_difference(client, record):
    html = history(client, record)

    assert "worker" in html
    assert "<del>김</del><ins>이</ins>견본" in html
    for word in ("Upload", "Recognize", "Claim", "Correct", "Reveal"):
        assert f"<b>{word}</b>" in html


def test_a_colleague_is_called_as_on_every_other_page(client, record):
    worker = User.objects.get(username="worker")
    worker.last_name, worker.first_name = "한", "서윤"
    worker.save()

    html = history(client, record)

    assert worker.get_full_name() in html
    assert "worker" not in html


def test_numbers_stay_covered(client, record):
    html = history(client, record)

    assert "900101-1******" in html
    assert "234568" not in html
    assert "234575" not in html


def test_as_a_fragment_it_is_the_drawer_alone(client, record):
    html = history(client, record, **{"hx-request": "true"})

    assert html.strip().startswith('<div id="trail"')


def test_the_standing_purpose_is_told_in_the_language_of_the_screen(client, record):
    auditor = builders.person(Role.AUDITOR)
    client.force_login(auditor)
    viewing.reveal(record, by=auditor, purpose="a complaint")

    html = client.get(f"/records/{record.pk}/history/").content.decode()

    assert "worker · 검토" in html
    assert "a complaint" in html


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_its_word(verb):
    assert verb in VERB_WORDS


def test_the_request_id_is_told_for_support_cases(desk):
    record = builders.read()
    request_id = record.attempts.get().request_id
    assert request_id in desk.get(f"/records/{record.pk}/history/").content.decode()
