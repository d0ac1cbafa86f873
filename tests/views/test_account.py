"""Signing in and out, the lock, the language, and that nothing else is open to a visitor."""

import re

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from review.models import AuditEvent, Preference
from review.services import sessions
from review.workflow import Role
from tests import builders, dumps

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-1"
OPEN = {"/accounts/login/", "/accounts/inactive/", "/language/", "/healthz", "/readyz"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def reviewer():
    user = builders.person(Role.REVIEWER, name="a.reviewer")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client, password=PASSWORD, login="a.reviewer", **more):
    return client.post("/accounts/login/", {"login": login, "password": password, **more})


def patterns(resolver=None, prefix=""):
    """Yield every address of the site with its converters."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from patterns(pattern, route)


def address(route):
    """Return a route as somebody would ask for it."""
    return "/" + re.sub(r"<(int|path|str)?:?\w+>", "1", route).replace("(?P.*)$", "x")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_is_led_to_the_form_from_everywhere(client, method):
    addresses = {address(route) for route in patterns()} - OPEN
    assert len(addresses) > 60, "the walk over the addresses finds too few"
    for path in sorted(addresses):
        response = getattr(client, method)(path)
        assert response.status_code in {302, 404}, path
        if response.status_code == 302:
            assert response.url.startswith(("/accounts/login/", "/")), path
            assert client.get(response.url, follow=True).templates[0].name == "account/login.html"


def test_the_start_page_leads_a_visitor_to_a_form_with_login_and_password(client):
    page = client.get("/", follow=True).content.decode()

    assert 'name="login"' in page
    assert 'name="password"' in page


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "login/code/confirm/"])
def test_nobody_signs_up_and_nothing_goes_by_mail(client, path):
    assert client.get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.OPERATOR, "/upload/"),
        (Role.REVIEWER, "/queue/"),
        (Role.APPROVER, "/queue/"),
        (Role.AUDITOR, "/queue/"),
        (Role.ADMINISTRATOR, "/admin/"),
    ],
)
def test_everybody_starts_at_their_work(client, role, start):
    client.force_login(builders.person(role))

    assert client.get("/").url == start


def test_signing_in_and_out_are_audit_events(client, reviewer):
    assert sign_in(client).url == "/"
    assert client.get("/queue/").status_code == 200
    client.post("/accounts/logout/")

    events = AuditEvent.objects.filter(actor_id=reviewer.pk).order_by("seq")
    assert [event.verb for event in events] == ["sign in", "sign out"]
    assert client.get("/queue/").status_code == 302


def test_a_failure_is_told_and_recorded_without_what_was_typed(client, reviewer):
    page = sign_in(client, password="not-the-password").content.decode()
    sign_in(client, login="nobody-known", password="secret-word")

    assert 'role="alert"' in page
    assert "not-the-password" not in page
    known, unknown = AuditEvent.objects.filter(verb="sign in failed").order_by("seq")
    assert (known.details, unknown.details) == ({"account": reviewer.pk}, {"account": None})
    assert known.actor_id is None


def test_failures_lock_the_sign_in_even_for_the_right_password(client, reviewer):
    answers = [sign_in(client, password="wrong") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert 'role="alert"' in answers[-1].content.decode()
    assert sign_in(client).status_code == 429
    assert client.get("/queue/").status_code == 302


def test_a_password_typed_into_the_box_of_the_name_is_kept_nowhere(client, reviewer):
    for _ in range(5):
        sign_in(client, login=PASSWORD)

    assert AccessAttempt.objects.get().failures_since_start == 5
    assert PASSWORD.encode() not in dumps.dump()


def test_a_name_is_one_name_in_capitals_too(client, reviewer):
    for login in ("a.reviewer", "A.Reviewer", "A.REVIEWER", "a.Reviewer", "A.reviewer"):
        sign_in(client, "wrong", login=login)

    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_many_names_tried_from_one_address_lock_that_address(client, reviewer):
    for number in range(100):
        sign_in(client, login=f"nobody{number}", password="spring-2026-x")
    assert "15분" in sign_in(client).content.decode()
    assert client.get("/queue/").status_code == 302
    elsewhere = {"login": "a.reviewer", "password": PASSWORD}
    assert client.post("/accounts/login/", elsewhere, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_a_success_forgets_the_failures_before_it(client, reviewer):
    for _ in range(2):
        for _ in range(4):
            sign_in(client, password="wrong")
        assert sign_in(client).status_code == 302


@pytest.mark.parametrize("target", ["here", "queue"])
def test_where_the_switch_was_is_taken_as_an_address_only(client, reviewer, target):
    assert client.post("/language/", {"language": "en", "next": target}).url == target


def test_a_refused_person_goes_back_to_an_address_only(client, reviewer):
    client.force_login(reviewer)
    refused = f"/records/{builders.escalated().pk}/claim/"
    assert client.post(refused, headers={"referer": "nowhere"}).url == "nowhere"


def test_a_closed_account_does_not_enter(client, reviewer):
    get_user_model().objects.update(is_active=False)

    sign_in(client)

    assert client.get("/queue/").status_code == 302


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:x"])
def test_no_sign_in_and_no_switch_leads_away_from_the_site(client, reviewer, target):
    assert sign_in(client, next=target).url == "/"
    assert client.post("/language/", {"language": "en", "next": target}).url == "/"


def test_sign_in_returns_to_where_the_person_was(client, reviewer):
    assert sign_in(client, next="/queue/?state=APPROVED").url == "/queue/?state=APPROVED"


def test_korean_is_the_default_whatever_the_browser_asks_for(client):
    page = client.get("/accounts/login/", headers={"accept-language": "en"})

    assert '<html lang="ko">' in page.content.decode()
    assert page.headers["Content-Language"] == "ko"


def test_a_chosen_language_is_kept_in_the_browser_and_with_the_account(client, reviewer):
    client.force_login(reviewer)
    client.post("/language/", {"language": "en", "next": "/queue/"})

    assert '<html lang="en">' in client.get("/queue/").content.decode()
    assert Preference.objects.get(user=reviewer).language == "en"
    other_device = Client()
    sign_in(other_device)
    assert '<html lang="en">' in other_device.get("/queue/").content.decode()


def test_an_unknown_language_changes_nothing(client, reviewer):
    client.force_login(reviewer)
    client.post("/language/", {"language": "xx", "next": "/queue/"})

    assert '<html lang="ko">' in client.get("/queue/").content.decode()
    assert not Preference.objects.exists()


def test_a_person_changes_their_password(client, reviewer):
    sign_in(client)
    new = "another-long-password-2"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = client.post("/accounts/password/change/", typed, follow=True)

    assert 'class="banner ok"' in answer.content.decode()
    assert sign_in(Client(), password=new).status_code == 302
    assert AuditEvent.objects.filter(verb="change password", actor_id=reviewer.pk).count() == 1


def test_a_changed_password_ends_the_persons_other_sessions(client, reviewer):
    other = Client()
    sign_in(client)
    sign_in(other)
    new = "another-long-password-2"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    client.post("/accounts/password/change/", typed)

    assert other.get("/queue/").status_code == 302
    assert client.get("/queue/").status_code == 200
    ended = AuditEvent.objects.get(verb="end session")
    assert (ended.actor_id, ended.details["sessions"]) == (reviewer.pk, 1)
    assert [each.session_key for each in sessions.of(reviewer)] == [client.session.session_key]


def test_a_password_set_by_an_administrator_ends_all_sessions_of_the_account(client, reviewer):
    sign_in(client)
    administrator, away = builders.person(Role.ADMINISTRATOR), Client()
    away.force_login(administrator)
    new = "another-long-password-2"
    sent = {"password1": new, "password2": new, "usable_password": "true"}
    answer = away.post(f"/admin/auth/user/{reviewer.pk}/password/", sent)

    assert answer.status_code == 302
    assert client.get("/queue/").status_code == 302
    ended = AuditEvent.objects.get(verb="end session")
    assert ended.details == {"account": reviewer.pk, "sessions": 1}
    assert ended.actor_id == administrator.pk


def test_a_fragment_without_a_session_asks_for_the_whole_page(client):
    answer = client.get("/queue/", headers={"hx-request": "true"})

    assert (answer.status_code, answer.headers["HX-Refresh"]) == (204, "true")


def test_a_form_without_its_token_is_refused_with_a_sentence(reviewer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reviewer)

    answer = client.post("/queue/next/")

    assert answer.status_code == 403
    assert answer.templates[0].name == "403_csrf.html"
