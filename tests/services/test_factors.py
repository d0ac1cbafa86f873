"""Whose second factor is asked for, whose demo is exempt, and how a lost one is replaced."""

import pytest
from allauth.mfa.models import Authenticator

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.services import accounts, audit, factors, office
from review.services.staff import CREATE_DEMO
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ASKED = {Role.APPROVER, Role.LEAD, Role.AUDITOR, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR}


@pytest.fixture
def by_default(settings):
    settings.KRDL_MFA_ROLES = frozenset(role.value for role in ASKED)


@pytest.mark.usefixtures("by_default")
@pytest.mark.parametrize("role", Role)
def test_roles_that_decide_or_read_everything_need_one(role):
    assert factors.lacks(builders.person(role)) is (role in ASKED)


@pytest.mark.usefixtures("by_default")
def test_the_demo_is_exempt_on_this_machine_only(settings):
    audit.write(CREATE_DEMO, by=None)
    demo = builders.person(Role.APPROVER, name="approver")
    assert not factors.lacks(demo)
    assert factors.lacks(builders.person(Role.APPROVER))
    for name, value in [
        ("KRDL_BIND", "0.0.0.0"), ("KRDL_BEHIND_PROXY", True), ("KRDL_PRODUCTION", True),
    ]:  # fmt: skip
        before = getattr(settings, name)
        setattr(settings, name, value)
        assert factors.lacks(demo), name
        setattr(settings, name, before)


@pytest.mark.usefixtures("by_default")
def test_an_account_named_like_the_demos_is_not_exempt_elsewhere():
    assert factors.lacks(builders.person(Role.APPROVER, name="approver"))


def test_a_lost_factor_is_taken_away_by_two():
    first, second = builders.person(Role.ADMINISTRATOR), builders.person(Role.ADMINISTRATOR)
    account = builders.person(Role.APPROVER)
    with pytest.raises(ActionDenied):
        accounts.ask_factor_reset(account, by=first, reason="lost")
    Authenticator.objects.create(user=account, type="totp", data={"secret": ""})

    waiting = accounts.ask_factor_reset(account, by=first, reason="phone lost, seen in person")
    assert factors.has_one(account)
    with pytest.raises(ActionDenied):
        office.confirm(waiting, by=first)
    office.confirm(waiting, by=second)

    assert not factors.has_one(account)
    details = AuditEvent.objects.get(verb="reset factor").details
    assert details == {"account": account.pk, "key": "office"}
    assert builders.stated("reset factor") == "phone lost, seen in person"
