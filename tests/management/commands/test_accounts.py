"""Accounts from the command line: what they change of rights is in the trail."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from review.models import AuditEvent
from review.permissions import has_role
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-7"


def opened(**told):
    call_command("createsuperuser", interactive=False, username="first", email="", **told)


def typed(monkeypatch, *answers):
    """Let a person type ``answers`` where nothing is shown."""
    waiting = iter(answers)
    monkeypatch.setattr("review.management.asking.getpass", lambda prompt: next(waiting))


def test_the_first_administrator_is_an_event(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    opened()

    account = User.objects.get(username="first")
    assert account.check_password(PASSWORD)
    assert has_role(account, Role.ADMINISTRATOR)
    event = AuditEvent.objects.get(verb="open account")
    assert (event.actor_id, event.details) == (
        None,
        {"account": account.pk, "roles": ["administrator"], "reason": "command line"},
    )


def test_without_a_password_nobody_signs_in_by_one(monkeypatch):
    monkeypatch.delenv("DJANGO_SUPERUSER_PASSWORD", raising=False)
    opened()
    assert not User.objects.get(username="first").has_usable_password()


@pytest.mark.parametrize("password", ["short", "password123"])
def test_a_password_against_the_rules_opens_nothing(monkeypatch, password):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)
    with pytest.raises(CommandError):
        opened()
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_refused(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    opened()
    with pytest.raises(CommandError):
        opened()


def test_a_terminal_is_asked_for_what_was_not_told(monkeypatch):
    typed(monkeypatch, PASSWORD, PASSWORD)
    call_command("createsuperuser", username="first", email="")
    assert User.objects.get(username="first").check_password(PASSWORD)


def test_a_password_from_the_command_line_is_an_event_and_ends_the_sessions(monkeypatch):
    account, client = builders.person(Role.REVIEWER), Client()
    client.force_login(account)
    assert client.get("/queue/").status_code == 200
    typed(monkeypatch, PASSWORD, PASSWORD)

    call_command("changepassword", account.username)

    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert client.get("/queue/").status_code == 302
    details = {"account": account.pk, "reason": "command line"}
    assert AuditEvent.objects.get(verb="set password").details == details


@pytest.mark.parametrize("answers", [(PASSWORD, "another-long-1"), ("short", "short")])
def test_a_password_that_differs_or_is_against_the_rules_changes_nothing(monkeypatch, answers):
    account = builders.person(Role.REVIEWER)
    kept = account.password
    typed(monkeypatch, *answers)
    with pytest.raises(CommandError):
        call_command("changepassword", account.username)
    account.refresh_from_db()
    assert account.password == kept
