"""Whose password and name to sign in by an administrator sets alone."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.urls import reverse

from review.models import AuditEvent
from review.services import accounts
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-1"
FOR_TWO = [Role.APPROVER, Role.ADMINISTRATOR]


@pytest.fixture
def admin(client):
    """Give the administrator whom ``client`` is signed in as; there is a second one."""
    builders.person(Role.ADMINISTRATOR)
    user = builders.person(Role.ADMINISTRATOR)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return user


def set_password(client, account):
    address = reverse("admin:auth_user_password_change", args=[account.pk])
    sent = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    return client.post(address, sent)


def took(account):
    return User.objects.get(pk=account.pk).check_password(PASSWORD)


def rename(client, account, **typed):
    groups = list(account.groups.values_list("pk", flat=True))
    sent = {"username": account.username, "groups": groups, "is_active": "on", **typed}
    return client.post(reverse("admin:auth_user_change", args=[account.pk]), sent)


@pytest.mark.parametrize("role", FOR_TWO)
def test_nobody_alone_sets_the_password_that_opens_a_deciding_account(client, admin, role):
    account = builders.person(role)

    answer = set_password(client, account)

    assert answer.status_code == 403
    assert "ask for the role again afterwards" in answer.content.decode()
    assert not took(account)
    assert not AuditEvent.objects.filter(verb="set password").exists()


@pytest.mark.parametrize("role", FOR_TWO)
def test_with_a_second_factor_the_password_alone_opens_nothing(client, admin, role):
    account = builders.person(role)
    Authenticator.objects.create(user=account, type="totp", data={"secret": ""})
    assert set_password(client, account).status_code == 302
    assert took(account)


def test_once_the_role_is_away_one_sets_it_and_two_give_the_role_back(client, admin):
    account = builders.person(Role.APPROVER)
    accounts.change(account, roles=[], active=True, by=admin)
    set_password(client, account)
    assert took(account)
    assert accounts.change(account, roles=["approver"], active=True, by=admin, reason="forgot")


def test_nor_while_the_role_waits_or_the_account_is_closed(client, admin):
    waits, closed = builders.person(), builders.person(Role.APPROVER)
    accounts.change(waits, roles=["approver"], active=True, by=admin, reason="promoted")
    accounts.change(closed, roles=["approver"], active=False, by=admin)
    for account in (waits, closed):
        assert set_password(client, account).status_code == 403
        assert not took(account)


def test_whom_the_command_line_made_administrator_counts_as_one(client, admin):
    account = accounts.open_administrator("first", email="", password=None, by=None)
    assert set_password(client, account).status_code == 403


def test_the_only_administrator_sets_the_passwords_of_a_first_set_up(client):
    client.force_login(accounts.open_administrator("first", email="", password=None, by=None))
    account = builders.person(Role.OPERATOR)
    assert set_password(client, account).status_code == 302
    assert took(account)


def test_ones_own_password_takes_the_current_one(client, admin):
    answer = set_password(client, admin)
    assert answer.status_code == 403
    assert "My account" in answer.content.decode()
    assert not took(admin)


def test_an_unknown_account_is_not_found(client, admin):
    address = reverse("admin:auth_user_password_change", args=["none"])
    assert client.post(address, {}).status_code == 404


@pytest.mark.parametrize("typed", [{"email": "me@example.test"}, {"username": "me"}])
def test_nor_whom_single_sign_on_takes_for_a_deciding_account(client, admin, settings, typed):
    account = builders.person(Role.APPROVER)
    settings.KRDL_OIDC_ISSUER = "https://id.example.test"

    assert rename(client, account, **typed).status_code == 403

    stands = User.objects.get(pk=account.pk)
    assert (stands.username, stands.email) == (account.username, account.email)
    assert rename(client, account, last_name="새이름").status_code == 302
    settings.KRDL_OIDC_ISSUER = ""
    assert rename(client, account, **typed).status_code == 302
