"""Rights of accounts: approvers and administrators are made by two."""

import pytest
from django.contrib.auth.models import User

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, PendingChange
from review.services import accounts, audit, office
from review.services.staff import role_names
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def first():
    return builders.person(Role.ADMINISTRATOR)


@pytest.fixture
def second():
    return builders.person(Role.ADMINISTRATOR)


def fresh(user):
    """Return the account as the next request reads it."""
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_a_deciding_role_waits_and_the_others_are_given_at_once(first, second, role):
    account = builders.person()

    waiting = accounts.change(
        account, roles=["reviewer", role.value], active=True, by=first, reason="promoted"
    )

    assert role_names(account) == {"reviewer"}
    with pytest.raises(ActionDenied):
        office.confirm(waiting, by=first)
    office.confirm(waiting, by=second)
    assert role_names(account) == {"reviewer", role.value}
    last = AuditEvent.objects.order_by("-seq")[0]
    assert last.details["before"]["roles"] == ["reviewer"]
    assert audit.reasons_of([last])[last.seq] == "promoted"


def test_taking_roles_away_needs_one(first):
    account = builders.person(Role.APPROVER)
    assert accounts.change(account, roles=[], active=True, by=first) is None
    assert role_names(account) == set()


def test_an_approver_whose_account_opens_again_waits_for_two(first, second):
    account = builders.person(Role.APPROVER)
    accounts.change(account, roles=["approver"], active=False, by=first)

    waiting = accounts.change(
        fresh(account), roles=["approver"], active=True, by=first, reason="is back"
    )

    assert fresh(account).is_active
    assert role_names(account) == set()
    office.confirm(waiting, by=second)
    assert role_names(account) == {"approver"}


def test_a_role_is_not_confirmed_for_an_account_closed_meanwhile(first, second):
    account = builders.person()
    waiting = accounts.change(account, roles=["approver"], active=True, by=first, reason="x")
    accounts.change(account, roles=[], active=False, by=first)

    with pytest.raises(StaleRecord):
        office.confirm(waiting, by=second)
    assert role_names(account) == set()


def test_a_role_for_two_needs_its_reason(first, second):
    account = builders.person()
    with pytest.raises(ActionDenied):
        accounts.change(account, roles=["approver"], active=True, by=first)
    assert role_names(account) == set()


def test_the_first_administrator_makes_the_second_alone_and_no_approver(first):
    account = builders.person()
    with pytest.raises(ActionDenied):
        accounts.change(account, roles=["approver"], active=True, by=first, reason="x")

    assert accounts.change(account, roles=["administrator"], active=True, by=first) is None
    assert role_names(account) == {"administrator"}
    third = builders.person()
    assert accounts.change(third, roles=["administrator"], active=True, by=first, reason="x")
    assert role_names(third) == set()


@pytest.mark.parametrize(("roles", "active"), [(["administrator"], False), ([], True)])
def test_two_administrators_stay(first, second, roles, active):
    with pytest.raises(ActionDenied):
        accounts.change(second, roles=roles, active=active, by=first, reason="leaves")
    builders.person(Role.ADMINISTRATOR)
    assert accounts.change(second, roles=roles, active=active, by=first) is None


def test_nobody_changes_their_own_rights_and_others_change_none(first, second):
    with pytest.raises(ActionDenied):
        accounts.change(first, roles=["reviewer"], active=True, by=first)
    with pytest.raises(ActionDenied):
        accounts.change(second, roles=[], active=True, by=builders.person(Role.LEAD))
    assert not PendingChange.objects.exists()
