"""What a person sees when something is refused or breaks: a sentence, never a traceback."""

import logging

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from review.contexts import queue
from review.models import LicenseRecord
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_unknown_page_is_told_in_the_desks_look(client, language):
    client.force_login(builders.person(Role.REVIEWER))
    client.cookies["django_language"] = language

    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.content.decode()
    assert "krdl/desk" in answer.content.decode()


def test_a_refusal_is_a_page_with_its_sentence(client):
    client.force_login(builders.person(Role.OPERATOR))
    client.cookies["django_language"] = "en"

    answer = client.get("/queue/")

    assert answer.status_code == 403
    assert "This is for:" in answer.content.decode()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_fault_of_ours_tells_a_number_and_nothing_else(client, monkeypatch, caplog, language):
    def broken(*_args):
        raise RuntimeError("김견본 900101-1234568")

    monkeypatch.setattr(queue.Queue, "page", broken)
    client.raise_request_exception = False
    client.force_login(builders.person(Role.REVIEWER))
    client.cookies["django_language"] = language
    with caplog.at_level(logging.ERROR, "review"):
        answer = client.get("/queue/")

    page = answer.content.decode()
    number = page.split("E-")[1][:8]
    assert answer.status_code == 500
    assert f'<html lang="{language}">' in page
    assert "RuntimeError" not in page
    assert "김견본" not in page
    assert f"Error number E-{number}" in caplog.text


@pytest.mark.parametrize("error", [OperationalError("database or disk is full"), OSError(28, "x")])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_outage_is_told_as_one_and_not_as_a_fault(client, monkeypatch, language, error):
    def away(*_args):
        raise error

    monkeypatch.setattr(queue.Queue, "page", away)
    client.raise_request_exception = False
    client.force_login(builders.person(Role.REVIEWER))
    client.cookies["django_language"] = language
    answer = client.get("/queue/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    said = {"ko": "방금 보낸 것은 저장되지 않았", "en": "What you just sent was not saved"}
    assert said[language] in answer.content.decode()


def test_a_file_that_cannot_be_kept_is_refused_by_itself(client, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    client.force_login(builders.person(Role.OPERATOR))
    client.cookies["django_language"] = "en"
    file = SimpleUploadedFile("card.png", builders.picture(), "image/png")
    answer = client.post("/upload/", {"files": [file]})

    assert answer.status_code == 422
    assert "Nothing was added; upload it again." in answer.content.decode()
    assert not LicenseRecord.objects.exists()
