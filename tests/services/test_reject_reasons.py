"""The list of reasons: administrators change it, old records keep showing theirs."""

import pytest

from review.exceptions import ActionDenied
from review.models import AuditEvent, RejectReason
from review.services import approval, reject_reasons
from review.workflow import Proposal, Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
DEFAULTS = [
    "unreadable", "not_a_license", "over", "forgery", "other_person", "duplicate", "other",
]  # fmt: skip


def test_the_list_begins_with_the_defaults():
    assert [reason.code for reason in reject_reasons.offered()] == DEFAULTS


def test_an_administrator_adds_a_reason_and_it_can_be_chosen():
    admin, reviewer = builders.person(Role.ADMINISTRATOR), builders.person(Role.REVIEWER)
    reject_reasons.put(RejectReason(code="copy", ko="사본", en="A copy", order=5), by=admin)

    record = builders.claimed(reviewer)
    approval.submit(record, by=reviewer, proposal=Proposal.REJECT, reason="copy")

    assert record.reject_reason == "copy"
    assert reject_reasons.offered().first().code == "copy"
    event = AuditEvent.objects.get(verb="add reject reason")
    assert event.details["after"]["ko"] == "사본"


def test_a_reason_switched_off_is_refused_and_still_shown_on_old_records():
    admin, reviewer = builders.person(Role.ADMINISTRATOR), builders.person(Role.REVIEWER)
    reason = RejectReason.objects.get(code="forgery")
    reason.active = False
    reject_reasons.put(reason, by=admin)

    with pytest.raises(ActionDenied):
        approval.submit(
            builders.claimed(reviewer), by=reviewer, proposal=Proposal.REJECT, reason="forgery"
        )
    assert reject_reasons.label("forgery", "en") == "Suspected forgery"
    details = AuditEvent.objects.get(verb="change reject reason").details
    assert (details["before"]["active"], details["after"]["active"]) == (True, False)


def test_a_reason_may_ask_for_words():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    with pytest.raises(ActionDenied, match="기타"):
        approval.submit(record, by=reviewer, proposal=Proposal.REJECT, reason="other", text=" ")


def test_codes_stay_and_one_reason_is_always_offered():
    admin = builders.person(Role.ADMINISTRATOR)
    reason = RejectReason.objects.get(code="over")
    reason.code = "past"
    with pytest.raises(ActionDenied):
        reject_reasons.put(reason, by=admin)

    RejectReason.objects.exclude(code="other").delete()
    last = RejectReason.objects.get(code="other")
    last.active = False
    with pytest.raises(ActionDenied):
        reject_reasons.put(last, by=admin)


def test_nobody_else_changes_the_list():
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(ActionDenied):
            reject_reasons.put(RejectReason(code="x", ko="x", en="x"), by=builders.person(role))
