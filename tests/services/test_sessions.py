"""One's own sessions: listed, ended, and nobody else's."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.services import sessions
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


def signed_in(user, agent="Test browser"):
    client = Client(HTTP_USER_AGENT=agent)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    client.get("/queue/")
    return client


def test_a_person_sees_where_they_are_signed_in_and_ends_one():
    user = builders.person(Role.REVIEWER)
    here, there = signed_in(user, "Here"), signed_in(user, "There")

    page = here.get(reverse("account_sessions")).content.decode()
    assert "There" in page
    assert "This one" in page
    other = next(each for each in sessions.of(user) if each.user_agent == "There")
    here.post(reverse("account_session_end", args=[other.pk]))

    assert there.get("/queue/").status_code == 302
    assert here.get("/queue/").status_code == 200
    assert AuditEvent.objects.filter(verb="end session", actor_id=user.pk).count() == 1


def test_a_person_ends_all_others():
    user = builders.person(Role.REVIEWER)
    here, others = signed_in(user), [signed_in(user), signed_in(user)]

    here.post(reverse("account_sessions"))

    assert here.get("/queue/").status_code == 200
    assert {client.get("/queue/").status_code for client in others} == {302}


def test_nobody_ends_a_strangers_session():
    user, stranger = builders.person(Role.REVIEWER), builders.person(Role.ADMINISTRATOR)
    client = signed_in(user)
    pk = sessions.of(user)[0].pk
    with pytest.raises(ActionDenied):
        sessions.end(pk, by=stranger)
    assert client.get("/queue/").status_code == 200


def test_a_changed_password_ends_the_other_sessions():
    user = builders.person(Role.REVIEWER)
    client = signed_in(user)
    account = get_user_model().objects.get(pk=user.pk)
    account.set_password("another-long-password-3")
    account.save()
    assert client.get("/queue/").status_code == 302


def test_an_administrator_ends_somebody_s_sessions_and_the_account_stays_open():
    user, admin = builders.person(Role.REVIEWER), builders.person(Role.ADMINISTRATOR)
    client, office = signed_in(user), signed_in(admin)

    address = reverse("admin:auth_user_changelist")
    chosen = {"action": "end_sessions", "_selected_action": [user.pk, admin.pk]}
    page = office.post(address, chosen, follow=True).content.decode()

    assert "1 session is over." in page
    assert client.get("/queue/").status_code == 302
    assert signed_in(user).get("/queue/").status_code == 200
    event = AuditEvent.objects.get(verb="end session")
    assert (event.actor_id, event.details) == (admin.pk, {"account": user.pk, "sessions": 1})


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_ends_the_sessions_of_others(role):
    user = builders.person(Role.REVIEWER)
    client, office = signed_in(user), signed_in(builders.person(role))
    chosen = {"action": "end_sessions", "_selected_action": [user.pk]}
    office.post(reverse("admin:auth_user_changelist"), chosen)
    assert client.get("/queue/").status_code == 200
