"""The pages of the second factor, with an authenticator app computed here."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from review.models import AuditEvent
from review.models.sealed import keyring
from review.services import key_rotation
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-1"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def approver(settings):
    settings.KRDL_MFA_ROLES = frozenset({"approver"})
    user = builders.person(Role.APPROVER, name="an.approver")
    user.set_password(PASSWORD)
    user.save()
    return user


def code(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def sign_in(client, **more):
    client.cookies["django_language"] = "en"
    typed = {"login": "an.approver", "password": PASSWORD, **more}
    return client.post("/accounts/login/", typed)


def set_up(client):
    """Set an app up and return its secret."""
    page = client.get("/accounts/factors/app/add/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    done = client.post("/accounts/factors/app/add/", {"code": code(secret)})
    assert done.url == "/accounts/factors/codes/"
    return secret


def recovery_codes(client):
    page = client.get("/accounts/factors/codes/").content.decode()
    return re.findall(r"<li><code>(\d+)</code>", page)


def test_the_first_sign_in_leads_to_an_app_its_codes_and_then_to_work(client, approver):
    assert sign_in(client).status_code == 302
    assert client.get("/queue/").url == "/accounts/factors/"

    set_up(client)

    assert len(recovery_codes(client)) == 10
    assert recovery_codes(client) == []
    assert client.get("/queue/").status_code == 200
    verbs = AuditEvent.objects.filter(actor_id=approver.pk).values_list("verb", flat=True)
    assert {"add factor", "view recovery codes"} <= set(verbs)


def test_the_next_sign_in_asks_for_a_code_and_returns_to_the_place(client, approver):
    sign_in(client)
    secret = set_up(client)
    other = Client()

    assert sign_in(other, next="/approvals/").url.startswith("/accounts/factors/code/")
    assert other.get("/queue/").status_code == 302
    wrong = other.post("/accounts/factors/code/", {"code": "000000"})
    assert "does not fit" in wrong.content.decode()
    with time_machine.travel(time.time() + 60):
        right = other.post("/accounts/factors/code/", {"code": code(secret)})
    assert right.url == "/approvals/"
    failed = AuditEvent.objects.get(verb="sign in failed")
    assert failed.details == {"account": approver.pk, "factor": "totp"}
    ways = AuditEvent.objects.filter(verb="sign in").order_by("-seq")[0].details["ways"]
    assert ways == ["password", "totp"]


def test_a_code_opens_once(client, approver):
    sign_in(client)
    secret = set_up(client)
    with time_machine.travel(time.time() + 60, tick=False):
        once = code(secret)
        for expected in (302, 200):
            other = Client()
            sign_in(other)
            sent = other.post("/accounts/factors/code/", {"code": once})
            assert sent.status_code == expected


def test_a_recovery_code_opens_once(client, approver):
    sign_in(client)
    set_up(client)
    spare = recovery_codes(client)[0]
    for expected in (302, 200):
        other = Client()
        sign_in(other)
        assert other.post("/accounts/factors/code/", {"code": spare}).status_code == expected


def test_guessing_codes_is_stopped(client, approver):
    sign_in(client)
    set_up(client)
    other = Client()
    sign_in(other)
    for _ in range(20):
        other.post("/accounts/factors/code/", {"code": "000000"})
    page = other.post("/accounts/factors/code/", {"code": "000000"}).content.decode()
    assert "Too many failed sign-ins" in page


def test_secrets_are_sealed_in_the_table(client, approver):
    sign_in(client)
    secret = set_up(client)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    for spare in recovery_codes(client):
        assert spare not in kept


def test_factors_open_after_the_master_key_was_rotated(client, approver, tmp_path, settings):
    kept = keyring().as_json()
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    settings.KRDL_KEYRING.write_text(kept)
    sign_in(client)
    secret = set_up(client)
    key_rotation.begin(by=None)
    list(key_rotation.rewrap(by=None))
    key_rotation.drop_older(by=None)
    other = Client()
    sign_in(other)
    with time_machine.travel(time.time() + 60):
        right = other.post("/accounts/factors/code/", {"code": code(secret)})
    assert right.status_code == 302


def test_who_removes_the_last_factor_is_led_to_add_one_again(client, approver):
    sign_in(client)
    set_up(client)
    assert client.post("/accounts/factors/app/remove/").status_code == 302
    assert client.get("/queue/").url == "/accounts/factors/"
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.filter(verb="remove factor").count() == 1


CHANGES = {
    "app removed": ("app/remove/", {}, "remove factor"),
    "new recovery codes": ("codes/new/", {}, "add factor"),
}


def signed_in_elsewhere(secret=None):
    """Return another browser of the same person."""
    other = Client()
    sign_in(other)
    if secret:
        with time_machine.travel(time.time() + 60):
            other.post("/accounts/factors/code/", {"code": code(secret)})
    return other


def test_a_factor_added_ends_the_persons_other_sessions(client, approver, settings):
    settings.KRDL_MFA_ROLES = frozenset()
    sign_in(client)
    other = signed_in_elsewhere()
    assert other.get("/queue/").status_code == 200
    set_up(client)
    assert other.get("/queue/").status_code == 302
    assert client.get("/queue/").status_code == 200
    ended = AuditEvent.objects.get(verb="end session")
    assert (ended.actor_id, ended.details) == (approver.pk, {"account": approver.pk, "sessions": 1})


@pytest.mark.parametrize("change", CHANGES)
def test_a_factor_changed_ends_the_persons_other_sessions(client, approver, settings, change):
    settings.KRDL_MFA_ROLES = frozenset()
    path, sent, verb = CHANGES[change]
    sign_in(client)
    other = signed_in_elsewhere(set_up(client))
    assert other.get("/queue/").status_code == 200
    assert client.post(f"/accounts/factors/{path}", sent).status_code == 302
    assert other.get("/queue/").status_code == 302
    assert client.get("/queue/").status_code == 200
    verbs = list(AuditEvent.objects.order_by("-seq").values_list("verb", flat=True)[:2])
    assert verbs == ["end session", verb]


def test_later_the_account_changes_only_after_the_password_again(client, approver):
    sign_in(client)
    set_up(client)
    with time_machine.travel(time.time() + 600):
        away = client.get("/accounts/factors/app/remove/")
        assert away.url.startswith("/accounts/again/")
        again = client.get(away.url)
        assert again.status_code == 200
        back = client.post(away.url, {"password": PASSWORD, "next": "/accounts/factors/"})
        assert back.url == "/accounts/factors/"
        assert client.get("/accounts/factors/app/remove/").status_code == 200


def test_the_password_again_gives_the_session_a_new_key(client, approver):
    sign_in(client)
    set_up(client)
    client.get("/queue/")
    before = client.cookies["sessionid"].value
    client.post("/accounts/again/", {"password": "wrong-password-1"})
    assert client.cookies["sessionid"].value == before

    client.post("/accounts/again/", {"password": PASSWORD})

    after = client.cookies["sessionid"].value
    assert after != before
    listed = UserSession.objects.filter(user=approver).values_list("session_key", flat=True)
    assert list(listed) == [after]
    assert client.get("/queue/").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/queue/").url.startswith("/accounts/login/")


@pytest.mark.parametrize("path", ["", "app/add/", "codes/new/", "passkeys/add/"])
def test_the_pages_open(client, approver, path):
    sign_in(client)
    set_up(client)
    page = client.get(f"/accounts/factors/{path}", follow=True)
    assert page.status_code == 200
    assert "My account" in page.content.decode()


def test_a_visitor_gets_a_challenge_for_a_passkey_and_nothing_for_nonsense(client):
    asked = client.get(
        "/accounts/factors/passkeys/sign-in/", headers={"accept": "application/json"}
    )
    assert asked.json()["request_options"]["publicKey"]["challenge"]
    for nonsense in ("", "{}", "[]", '{"response": {"userHandle": "AAAA"}}', "null", "1"):
        sent = client.post("/accounts/factors/passkeys/sign-in/", {"credential": nonsense})
        assert sent.status_code == 302
    assert client.get("/queue/").status_code == 302
