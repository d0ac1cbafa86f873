"""The page of policies, and what two administrators change on the administration's pages."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from review.models import AuditEvent, PendingChange, RuleSetting
from review.services import intake, office
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def other():
    return builders.person(Role.ADMINISTRATOR)


@pytest.fixture
def admin(other, client):
    user = builders.person(Role.ADMINISTRATOR)
    enter(client, user)
    return user


def enter(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"


def send(client, name, **typed):
    return client.post(reverse("admin:office-change", args=[name]), typed, follow=True)


def end(client, pending, **typed):
    address = reverse("admin:office-end", args=[pending.pk])
    return client.post(address, typed, follow=True).content.decode()


def test_a_tighter_policy_is_saved_and_shown(client, admin):
    page = send(client, "blind_entry_fields", value=["Number"], reason="audit").content.decode()

    assert "Saved." in page
    assert "Resident number" in page
    assert office.value("blind_entry_fields") == ["Number"]


def test_a_looser_policy_waits_until_another_confirms_it(client, admin, other):
    page = send(client, "straight_through_percent", value="20", reason="calm").content.decode()
    pending = PendingChange.objects.get()
    assert "This waits until a second administrator confirms it." in page
    assert 'value="confirm"' not in page
    assert "You asked for this change" in end(client, pending, decision="confirm")

    enter(client, other)
    assert 'value="confirm"' in client.get(reverse("admin:office")).content.decode()
    assert "in force now" in end(client, pending, decision="confirm")
    assert office.value("straight_through_percent") == 20
    assert "has ended already" in end(client, pending, decision="confirm")


def test_a_waiting_change_is_refused_with_a_reason(client, admin, other):
    send(client, "sample_percent", value="1", reason="calm")
    pending = PendingChange.objects.get()

    enter(client, other)
    assert "State a reason." in end(client, pending, decision="refuse")
    assert "nothing changes" in end(client, pending, decision="refuse", reason="no")
    assert office.value("sample_percent") == 10


@pytest.mark.parametrize("value", ["", "101", "-1", "many"])
def test_a_wrong_value_is_told_at_its_field(client, admin, value):
    answer = send(client, "sample_percent", value=value, reason="x")
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRIVACY_OFFICER])
def test_who_only_reads_sees_the_policies_and_changes_none(client, role):
    enter(client, builders.person(role))

    page = client.get(reverse("admin:office"))

    assert page.status_code == 200
    assert 'name="reason"' not in page.content.decode()
    assert send(client, "sample_percent", value="20", reason="x").status_code == 403
    assert office.value("sample_percent") == 10


def test_the_banner_tells_administrators_what_waits(client, admin, other):
    send(client, "sample_percent", value="1", reason="calm")
    page = client.get(reverse("account_change_password")).content.decode()
    assert "Changes wait for a second administrator." in page


def test_a_rule_is_switched_off_by_two(client, admin, other):
    setting = {"rule": "renewal.over", "off": "on", "severity": "", "reason": "archive project"}
    page = client.post(reverse("admin:review_rulesetting_add"), setting, follow=True)
    assert "second administrator" in page.content.decode()
    assert not RuleSetting.objects.exists()

    enter(client, other)
    end(client, PendingChange.objects.get(), decision="confirm")
    assert RuleSetting.objects.get(rule="renewal.over").off
    assert AuditEvent.objects.filter(verb="change rule").exists()


def test_a_rule_made_stricter_is_saved_at_once(client, admin):
    setting = {"rule": "renewal.over", "severity": "error", "reason": "archive project"}
    client.post(reverse("admin:review_rulesetting_add"), setting, follow=True)
    assert RuleSetting.objects.get(rule="renewal.over").severity == "error"


def give(client, account, *roles, **typed):
    groups = Group.objects.filter(name__in=[role.value for role in roles])
    sent = {"username": account.username, "groups": [group.pk for group in groups], **typed}
    address = reverse("admin:auth_user_change", args=[account.pk])
    return client.post(address, sent, follow=True)


def test_the_approvers_role_is_given_by_two(client, admin, other):
    account = builders.person()
    both = (Role.REVIEWER, Role.APPROVER)
    assert give(client, account, *both, is_active="on").status_code == 403
    assert not account.groups.exists()

    page = give(client, account, *both, is_active="on", reason="promoted").content.decode()
    assert "second administrator" in page
    assert {group.name for group in account.groups.all()} == {"reviewer"}

    enter(client, other)
    assert account.username in client.get(reverse("admin:office")).content.decode()
    end(client, PendingChange.objects.get(), decision="confirm")
    assert {group.name for group in account.groups.all()} == {"reviewer", "approver"}


def test_an_account_is_closed_by_one(client, admin):
    account = builders.person(Role.APPROVER)
    give(client, account, Role.APPROVER)
    assert not User.objects.get(pk=account.pk).is_active


def test_a_person_changes_their_name_and_not_their_rights(client, admin):
    give(client, admin, Role.APPROVER, last_name="새이름")
    fresh = User.objects.get(pk=admin.pk)
    assert (fresh.last_name, fresh.is_active) == ("새이름", True)
    assert {group.name for group in fresh.groups.all()} == {"administrator"}
    assert AuditEvent.objects.filter(verb="change own account").count() == 1


def test_a_source_is_trusted_by_two(client, admin, other):
    source = intake.default_source()
    address = reverse("admin:office-source", args=[source.key])
    page = client.post(address, {"trusted": "1", "reason": "own scanner"}, follow=True)
    assert "second administrator" in page.content.decode()

    enter(client, other)
    end(client, PendingChange.objects.get(), decision="confirm")
    assert "Trust it no more" in client.get(reverse("admin:office")).content.decode()

    client.post(address, {"trusted": "0", "reason": ""})
    source.refresh_from_db()
    assert source.trusted
    client.post(address, {"trusted": "0", "reason": "worse scans"})
    source.refresh_from_db()
    assert not source.trusted
