"""Policies, and changes that take two administrators."""

import pytest
from django.db import IntegrityError, transaction

from review.exceptions import ActionDenied, StaleRecord
from review.models import AuditEvent, OfficeSetting, PendingChange, RuleSetting
from review.office_policy import POLICIES
from review.services import accounts, office, rules
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("english")]


@pytest.fixture
def first():
    return builders.person(Role.ADMINISTRATOR)


@pytest.fixture
def second():
    return builders.person(Role.ADMINISTRATOR)


@pytest.fixture
def pending(first, second):
    return office.change("straight_through_percent", 20, by=first, reason="trusted counter")


def verbs():
    return list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_never_set_has_its_default(name):
    assert office.value(name) == POLICIES[name].default


def test_a_tightening_change_takes_effect_at_once_with_its_event(first):
    assert office.change("blind_entry_fields", ["Number", "Name"], by=first, reason="audit") is None

    assert office.value("blind_entry_fields") == ["Name", "Number"]
    event = AuditEvent.objects.get()
    assert event.verb == "change policy"
    assert event.details == {
        "policy": "blind_entry_fields",
        "before": [],
        "after": ["Name", "Number"],
        "key": "office",
    }
    assert builders.stated("change policy") == "audit"


def test_a_loosening_change_waits_for_a_second_administrator(pending, first, second):
    assert office.value("straight_through_percent") == 0
    with pytest.raises(ActionDenied):
        office.confirm(pending, by=first)

    office.confirm(pending, by=second)

    assert office.value("straight_through_percent") == 20
    assert verbs() == ["ask change", "confirm change", "change policy"]
    assert OfficeSetting.objects.get().changed_by == first


def test_switching_blind_entry_off_waits(first, second):
    office.change("blind_entry_fields", ["Name", "Number"], by=first, reason="x")

    waiting = office.change("blind_entry_fields", ["Name"], by=first, reason="slow")

    assert office.value("blind_entry_fields") == ["Name", "Number"]
    office.confirm(waiting, by=second)
    assert office.value("blind_entry_fields") == ["Name"]


def test_what_was_asked_for_is_refused_with_a_reason_or_taken_back(pending, first, second):
    with pytest.raises(ActionDenied):
        office.refuse(pending, by=second, reason=" ")
    office.refuse(pending, by=second, reason="not now")
    again = office.change("straight_through_percent", 20, by=first, reason="trusted counter")
    office.refuse(again, by=first, reason="a mistake")

    assert office.value("straight_through_percent") == 0
    assert [row.state for row in PendingChange.objects.all()] == ["refused", "refused"]


@pytest.mark.parametrize("end", ["confirm", "refuse"])
def test_a_change_ends_once(pending, second, end):
    office.refuse(pending, by=second, reason="no")
    more = {"reason": "no"} if end == "refuse" else {}
    with pytest.raises(StaleRecord):
        getattr(office, end)(pending, by=second, **more)


def test_a_change_whose_basis_moved_is_not_confirmed(pending, first, second):
    OfficeSetting.objects.create(
        name="straight_through_percent", value=10, reason="x", changed_by=second
    )
    with pytest.raises(StaleRecord):
        office.confirm(pending, by=second)
    assert office.value("straight_through_percent") == 10


def test_a_change_of_somebody_who_is_administrator_no_more_is_not_confirmed(pending, first, second):
    builders.person(Role.ADMINISTRATOR)
    accounts.change(first, roles=[], active=False, by=second, reason="left")
    with pytest.raises(StaleRecord):
        office.confirm(pending, by=second)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_ask_confirm_and_refuse(pending, role):
    other = builders.person(role)
    with pytest.raises(ActionDenied):
        office.change("sample_percent", 20, by=other, reason="x")
    with pytest.raises(ActionDenied):
        office.confirm(pending, by=other)
    with pytest.raises(ActionDenied):
        office.refuse(pending, by=other, reason="x")


def test_without_a_second_administrator_nothing_is_loosened(first):
    with pytest.raises(ActionDenied, match="second administrator"):
        office.change("straight_through_percent", 20, by=first, reason="alone")
    with pytest.raises(ActionDenied):
        rules.change("type.unknown", by=first, off=True, reason="alone")
    assert not PendingChange.objects.exists()


def test_the_same_change_waits_once_and_another_does_not_replace_it(pending, first):
    same = office.change("straight_through_percent", 20, by=first, reason="again")
    assert same == pending
    with pytest.raises(ActionDenied):
        office.change("straight_through_percent", 90, by=first, reason="more")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("no_such_policy", 1),
        ("sample_percent", 101),
        ("sample_percent", True),
        ("sample_percent", "7"),
        ("blind_entry_fields", ["Photo2"]),
        ("blind_entry_fields", "Name"),
    ],
)
def test_no_other_name_or_value_is_taken(first, name, value):
    with pytest.raises(ActionDenied):
        office.change(name, value, by=first, reason="x")


def test_the_database_itself_refuses_a_confirmation_by_who_asked(pending, first):
    with pytest.raises(IntegrityError), transaction.atomic():
        PendingChange.objects.update(state="confirmed", confirmed_by=first)


def test_a_rule_is_switched_off_or_made_milder_by_two(first, second):
    off = rules.change("type.unknown", by=first, off=True, reason="our cards differ")
    assert not RuleSetting.objects.exists()
    office.confirm(off, by=second)
    assert RuleSetting.objects.get().off

    assert rules.change("type.unknown", by=first, off=False, severity="error", reason="x") is None
    assert rules.change("type.unknown", by=first, off=False, severity="info", reason="x")
    assert RuleSetting.objects.get().severity == "error"
