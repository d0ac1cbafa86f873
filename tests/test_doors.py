"""What every request passes: the session's limits, the way back, the second factor."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client

from review.models import AuditEvent
from review.services import accounts
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
MFA = frozenset({"approver", "administrator"})


@pytest.fixture
def approver():
    return builders.person(Role.APPROVER)


def work(client, seconds, path="/queue/", **more):
    with time_machine.travel(time.time() + seconds, tick=False):
        return client.get(path, **more)


def test_a_session_without_work_ends_and_leads_back(client, approver):
    client.force_login(approver)
    work(client, 0)
    assert work(client, 29 * 60).status_code == 200

    over = work(client, (29 + 31) * 60, "/queue/?state=APPROVED")

    assert over.url == "/accounts/login/?next=/queue/%3Fstate%3DAPPROVED"
    event = AuditEvent.objects.get(verb="session over")
    assert (event.actor_id, event.details) == (approver.pk, {"why": "idle"})


def test_what_a_page_asks_for_by_itself_is_no_work(client, approver):
    client.force_login(approver)
    work(client, 0)
    for minute in (10, 20, 30):
        work(client, minute * 60, "/queue/?poll=1", headers={"hx-request": "true"})
    gone = work(client, 31 * 60, "/queue/?poll=1", headers={"hx-request": "true"})
    assert (gone.status_code, gone.headers["HX-Refresh"]) == (204, "true")


def test_a_session_ends_at_the_longest_even_with_work(client, approver, settings):
    client.force_login(approver)
    for minute in range(0, 12 * 60, 20):
        assert work(client, minute * 60).status_code == 200
    assert work(client, 12 * 3600 + 60).status_code == 302
    assert AuditEvent.objects.get(verb="session over").details == {"why": "longest"}


def test_the_polls_of_the_pages_say_that_they_are_polls(client):
    client.force_login(builders.person(Role.REVIEWER))
    for path in ("/queue/", "/upload/"):
        page = client.get(path).content.decode()
        polls = [tag for tag in page.split("<") if 'hx-trigger="every ' in tag]
        assert polls
        assert all("poll=1" in tag for tag in polls)


def test_a_form_without_a_session_leads_back_to_its_page(client):
    sent = client.post("/queue/next/", headers={"referer": "http://testserver/queue/?state=X"})
    assert sent.url == "/accounts/login/?next=/queue/%3Fstate%3DX"
    foreign = client.post("/queue/next/", headers={"referer": "https://example.org/queue/"})
    assert foreign.url == "/accounts/login/?next=/"


def test_a_closed_account_is_out_at_the_next_request(client, approver):
    client.force_login(approver)
    client.get("/queue/")
    builders.person(Role.ADMINISTRATOR)
    accounts.change(approver, roles=[], active=False, by=builders.person(Role.ADMINISTRATOR))

    assert client.get("/queue/").status_code == 302
    assert AuditEvent.objects.filter(verb="end session").exists()


def test_an_account_closed_in_the_table_is_out_as_well(client, approver):
    client.force_login(approver)
    assert client.get("/queue/").status_code == 200
    User.objects.filter(pk=approver.pk).update(is_active=False)
    assert client.get("/queue/").status_code == 302


def test_who_needs_a_second_factor_is_led_to_add_one(client, approver, settings):
    settings.KRDL_MFA_ROLES = MFA
    client.force_login(approver)

    assert client.get("/queue/").url == "/accounts/factors/"
    assert client.post("/queue/next/").url == "/accounts/factors/"
    fragment = client.get("/queue/", headers={"hx-request": "true"})
    assert fragment.headers["HX-Redirect"] == "/accounts/factors/"
    page = client.get("/accounts/factors/")
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


def test_the_administration_is_behind_the_same_door(client, settings):
    settings.KRDL_MFA_ROLES = MFA
    client.force_login(builders.person(Role.ADMINISTRATOR))
    assert client.get("/admin/").url == "/accounts/factors/"


def test_with_a_factor_or_another_role_the_desk_opens(client, approver, settings):
    settings.KRDL_MFA_ROLES = MFA
    other = Client()
    other.force_login(builders.person(Role.REVIEWER))
    assert other.get("/queue/").status_code == 200

    Authenticator.objects.create(user=approver, type="webauthn", data={})
    client.force_login(approver)
    assert client.get("/queue/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, approver, settings):
    settings.KRDL_MFA_ROLES = MFA
    Authenticator.objects.create(user=approver, type="recovery_codes", data={})
    client.force_login(approver)
    assert client.get("/queue/").status_code == 302
