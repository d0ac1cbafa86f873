"""What a person sees when something is refused or breaks: a sentence, never a traceback."""

import logging

import pytest

from review.contexts import queue
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
