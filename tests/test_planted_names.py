"""A name that somebody types wherever a reason can be stated: no dump shows it in the clear."""

from datetime import date

import pytest

from review.models import AuditEvent
from review.services import (
    approval,
    assignment,
    audit,
    export,
    holds,
    persons,
    privacy,
    viewing,
)
from review.workflow import Proposal, Role
from tests import builders, dumps

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NAME = "선우견본"
WHY = f"{NAME} 님이 요청함"


def of_a_record():
    """Do everything to records that takes a reason."""
    reviewer, approver = builders.person(Role.REVIEWER), builders.person(Role.APPROVER)
    assignment.take_over(builders.claimed(reviewer), by=builders.person(Role.REVIEWER), reason=WHY)
    for act in (assignment.skip, assignment.escalate):
        act(builders.claimed(reviewer), by=reviewer, reason=WHY)
    assignment.give_back(builders.escalated(), by=approver, comment=WHY)
    record = builders.claimed(reviewer)
    approval.submit(
        record, by=reviewer, proposal=Proposal.REJECT, reason="other", text=WHY, sure=True
    )
    approval.send_back(record, by=approver, comment=WHY, comments={"Name": WHY})
    approval.reopen(builders.decided(), by=approver, reason=WHY)
    approval.withdraw(builders.read(), by=builders.person(Role.LEAD), reason=WHY)
    viewing.reveal(builders.read(), by=builders.person(Role.AUDITOR), purpose=WHY)


def of_the_office():
    """Do everything to the office that takes a reason."""
    officer = builders.person(Role.PRIVACY_OFFICER)
    held, gone = builders.decided(), builders.decided()
    holds.hold(held, by=officer, reason=WHY)
    holds.lift(held, by=officer, reason=WHY)
    list(persons.export([held], by=officer, reason=WHY))
    persons.erase([gone], by=officer, reason=WHY)
    list(export.export(by=builders.person(Role.LEAD), fmt="csv", purpose=WHY))
    list(privacy.download(date(2026, 10, 1), by=officer, reason=WHY))
    privacy.sign_off(date(2026, 10, 1), by=officer, note=WHY)


def test_what_is_typed_as_a_reason_is_in_no_dump():
    of_a_record()
    of_the_office()

    stated = audit.reasons_of(AuditEvent.objects.all())
    assert list(stated.values()).count(WHY) >= 14
    assert NAME.encode() not in dumps.everything()
    assert NAME.encode("unicode_escape") not in dumps.everything()


def test_destroying_the_data_takes_its_reasons_along_but_that_of_its_end():
    record, officer = builders.decided(), builders.person(Role.PRIVACY_OFFICER)
    holds.hold(record, by=officer, reason=WHY)
    holds.lift(record, by=officer, reason=WHY)

    persons.erase([record], by=officer, reason="the person asked for it")

    assert list(audit.reasons_of(audit.trail(record)).values()) == ["the person asked for it"]
