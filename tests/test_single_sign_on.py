"""Single sign-on, the whole way, at a provider of our own over a real socket."""

import copy

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth.models import User
from django.core.cache import cache

from review.models import AuditEvent
from review.services import audit
from review.services.staff import role_names
from review.workflow import Role
from tests import builders
from tests.oidc_provider import CLIENT, SECRET, Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings):
    cache.clear()
    running = Provider()
    app = {
        "provider_id": "office", "name": "Office", "client_id": CLIENT, "secret": SECRET,
        "settings": {"server_url": running.url},
    }  # fmt: skip
    providers = copy.deepcopy(settings.SOCIALACCOUNT_PROVIDERS)
    providers["openid_connect"]["APPS"] = [app]
    settings.SOCIALACCOUNT_PROVIDERS = providers
    settings.KRDL_OIDC_ISSUER = running.url
    yield running
    running.close()


def sign_in(client, next_page=""):
    """Go the browser's way: the button, the provider, back again."""
    client.cookies["django_language"] = "en"
    away = client.post("/accounts/oidc/office/login/", {"next": next_page} if next_page else {})
    back = requests.get(away.url, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def test_an_account_that_is_here_signs_in_and_returns_to_its_place(client, provider):
    user = builders.person(Role.REVIEWER, name="han.seoyun")
    provider.claims = {"sub": "abc", "preferred_username": "han.seoyun", "name": "한서윤"}

    assert sign_in(client, "/queue/?state=APPROVED").url == "/queue/?state=APPROVED"

    assert client.get("/queue/").status_code == 200
    account = SocialAccount.objects.get(user=user)
    assert (account.uid, account.extra_data) == ("abc", {})
    assert not SocialToken.objects.exists()
    verbs = list(
        AuditEvent.objects.filter(actor_id=user.pk).order_by("seq").values_list("verb", flat=True)
    )
    assert verbs == ["link single sign-on", "sign in"]
    ways = AuditEvent.objects.get(verb="sign in").details["ways"]
    assert ways == ["socialaccount"]


def test_once_linked_the_provider_s_own_number_counts_and_no_name(client, provider):
    user = builders.person(Role.REVIEWER, name="han.seoyun")
    provider.claims = {"sub": "abc", "preferred_username": "han.seoyun"}
    sign_in(client)
    client.logout()
    builders.person(Role.APPROVER, name="renamed")
    provider.claims = {"sub": "abc", "preferred_username": "renamed"}

    sign_in(client)

    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "x", "preferred_username": "nobody.known"},
        {"sub": "x"},
        {"sub": "x", "preferred_username": ""},
    ],
)
def test_nobody_makes_an_account_this_way(client, provider, claims):
    provider.claims = claims
    page = sign_in(client)
    assert page.status_code == 403
    assert "no account here yet" in page.content.decode()
    assert not User.objects.exists()
    assert AuditEvent.objects.get(verb="sign in failed").details["by"] == "sso"


@pytest.mark.parametrize(("proven", "status"), [(True, 302), (False, 403)])
def test_an_address_matches_only_when_the_provider_has_proven_it(
    client, provider, settings, proven, status
):
    settings.KRDL_OIDC_MATCH = "email"
    user = builders.person(Role.REVIEWER)
    User.objects.filter(pk=user.pk).update(email="han@example.test")
    provider.claims = {"sub": "abc", "email": "Han@example.test", "email_verified": proven}
    assert sign_in(client).status_code == status


def test_two_accounts_with_one_address_match_nobody(client, provider, settings):
    settings.KRDL_OIDC_MATCH = "email"
    builders.person(), builders.person()
    User.objects.update(email="han@example.test")
    provider.claims = {"sub": "abc", "email": "han@example.test", "email_verified": True}
    assert sign_in(client).status_code == 403


def test_a_closed_account_stays_outside(client, provider):
    user = builders.person(Role.REVIEWER, name="han.seoyun")
    User.objects.filter(pk=user.pk).update(is_active=False)
    provider.claims = {"sub": "abc", "preferred_username": "han.seoyun"}
    sign_in(client)
    assert client.get("/queue/").status_code == 302


def test_claims_give_roles_but_never_those_for_two(client, provider, settings):
    settings.KRDL_OIDC_ROLES_CLAIM = "groups"
    user = builders.person(Role.APPROVER, Role.OPERATOR, name="han.seoyun")
    provider.claims = {"sub": "abc", "preferred_username": "han.seoyun"}

    provider.claims["groups"] = ["approver", "reviewer", "something else"]
    sign_in(client)
    assert role_names(user) == {"approver", "reviewer"}
    client.logout()
    provider.claims["groups"] = ["reviewer", "administrator"]
    sign_in(client)
    assert role_names(user) == {"reviewer"}
    client.logout()
    provider.claims["groups"] = ["reviewer", "approver"]
    sign_in(client)
    assert role_names(user) == {"reviewer"}
    reasons = audit.reasons_of(AuditEvent.objects.filter(verb="change account"))
    assert set(reasons.values()) == {"single sign-on"}


def test_the_second_factor_is_asked_for_unless_the_provider_checks_it(client, provider, settings):
    settings.KRDL_MFA_ROLES = frozenset({"approver"})
    builders.person(Role.APPROVER, name="han.seoyun")
    provider.claims = {"sub": "abc", "preferred_username": "han.seoyun"}
    sign_in(client)
    assert client.get("/queue/").url == "/accounts/factors/"
    settings.KRDL_OIDC_SECOND_FACTOR = True
    assert client.get("/queue/").status_code == 200


def test_a_refusal_of_the_provider_is_told(client, provider):
    provider.refuse = "access_denied"
    page = sign_in(client)
    assert page.status_code == 403
    assert "did not finish" in page.content.decode()


def test_an_answer_nobody_asked_for_signs_nobody_in(client, provider):
    builders.person(Role.REVIEWER, name="han.seoyun")
    page = client.get("/accounts/oidc/office/login/callback/?code=x&state=invented")
    assert page.status_code == 403
    assert client.get("/queue/").status_code == 302


def test_without_a_provider_there_is_no_such_door(client):
    assert client.post("/accounts/oidc/office/login/").status_code == 404
    assert "oidc" not in client.get("/accounts/login/").content.decode()


def test_the_button_names_the_provider(client, provider):
    page = client.get("/accounts/login/?next=/queue/").content.decode()
    assert "/accounts/oidc/office/login/" in page
    assert page.count('value="/queue/"') == 3
