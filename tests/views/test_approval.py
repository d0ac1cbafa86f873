"""Submitting, approving, sending back, and the pages of the approver."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.services import approval, correction
from review.workflow import Role, State
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def approver():
    return builders.person(Role.APPROVER)


def sign_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def act(client, record, verb, **sent):
    answer = client.post(f"/records/{record.pk}/{verb}/", sent, follow=True)
    record.refresh_from_db()
    return answer.content.decode()


def worked_on(reviewer):
    """Return a submitted record with a correction and a dismissed error."""
    record = builders.claimed(reviewer, Birthday="02/01/1990", Type="2종보동")
    finding = record.findings.get(rule="birthday.vs_rrn")
    finding.record = record
    correction.dismiss(finding, by=reviewer, reason="the card says so")
    version = record.values.get(name="Type").version
    correction.correct(record, "Type", "2종보통", by=reviewer, seen_version=version)
    approval.submit(record, by=reviewer, proposal="accept")
    return record


def test_submitting_goes_on_to_the_next_record(client, reviewer):
    record, following = builders.claimed(reviewer), builders.read()

    answer = sign_in(client, reviewer).post(f"/records/{record.pk}/submit/", {"proposal": "accept"})

    record.refresh_from_db()
    following.refresh_from_db()
    assert record.state == State.TO_APPROVE
    assert answer["Location"] == f"/records/{following.pk}/"
    assert following.claimed_by == reviewer


def test_after_the_last_record_comes_the_queue_with_a_message(client, reviewer):
    html = act(sign_in(client, reviewer), builders.claimed(reviewer), "submit", proposal="accept")

    assert "No records waiting. New images will appear here." in html


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"proposal": "reject"}, "Choose why the record should be rejected."),
        ({"proposal": "reject", "reason": "other"}, "needs a few words"),
        ({"proposal": "maybe"}, "maybe"),
    ],
)
def test_an_incomplete_proposal_is_refused_with_a_sentence(client, reviewer, sent, told):
    record = builders.claimed(reviewer)

    html = act(sign_in(client, reviewer), record, "submit", **sent)

    assert record.state == State.TO_REVIEW
    assert told in html


def test_a_rejection_keeps_its_reason(client, reviewer):
    record = builders.claimed(reviewer)

    act(sign_in(client, reviewer), record, "submit", proposal="reject", reason="other", text="torn")

    assert (record.proposal, record.reject_reason, record.reject_text) == (
        "reject",
        "other",
        "torn",
    )


def test_accept_is_refused_while_an_error_is_open(client, reviewer):
    record = builders.claimed(reviewer, Birthday="02/01/1990")

    html = act(sign_in(client, reviewer), record, "submit", proposal="accept")

    assert record.state == State.TO_REVIEW
    assert "while an error is open" in html


def test_the_approver_sees_what_changed_by_whom_and_what_was_dismissed(client, reviewer, approver):
    record = worked_on(reviewer)

    html = sign_in(client, approver).get(f"/records/{record.pk}/").content.decode()

    assert "2종보<del>동</del>" in html
    assert "2종보<ins>통</ins>" in html
    assert reviewer.username in html
    assert "the card says so" in html
    assert "900101-1234568" not in html
    assert 'data-key="submit">' in html


@pytest.mark.parametrize(("proposal", "state"), [("accept", "APPROVED"), ("reject", "REJECTED")])
def test_approving_puts_the_proposal_into_force(client, approver, proposal, state):
    record = builders.submitted(proposal=proposal)

    act(sign_in(client, approver), record, "approve")

    assert record.state == state
    assert record.decided_by == approver


def test_who_submitted_reads_why_they_cannot_approve(client):
    both = builders.person(Role.REVIEWER, Role.APPROVER)
    record = builders.submitted(by=both)

    desk = sign_in(client, both)
    html = desk.get(f"/records/{record.pk}/").content.decode()
    assert "You submitted this record, so another person has to decide." in html
    assert 'aria-disabled="true"' in html

    assert "another person has to" in act(desk, record, "approve")
    assert record.state == State.TO_APPROVE


def test_sending_back_needs_a_comment_and_the_reviewer_reads_it(client, reviewer, approver):
    record = worked_on(reviewer)
    desk = sign_in(client, approver)

    assert "Say what should be looked at again." in act(desk, record, "send-back", comment="")
    assert record.state == State.TO_APPROVE

    act(desk, record, "send-back", comment="is it 5 or S?")
    assert record.state == State.TO_REVIEW
    html = sign_in(client, reviewer).get(f"/records/{record.pk}/").content.decode()
    assert "is it 5 or S?" in html


def test_the_list_shows_what_waits_for_me_and_not_what_i_did(client, reviewer):
    both = builders.person(Role.REVIEWER, Role.APPROVER)
    mine, theirs = builders.submitted(by=both), builders.submitted(by=reviewer)

    html = sign_in(client, both).get("/approvals/").content.decode()

    assert f"/records/{theirs.pk}/" in html
    assert f"/records/{mine.pk}/" not in html


def test_the_list_asks_the_database_as_often_for_many_as_for_one(client, approver):
    desk, asked = sign_in(client, approver), []
    desk.get("/approvals/")
    for more in (1, 9):
        for _ in range(more):
            builders.submitted()
        with CaptureQueriesContext(connection) as queries:
            desk.get("/approvals/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_reopening_and_withdrawing_take_a_reason(client, approver):
    record = builders.decided()
    assert "Say why" in act(sign_in(client, approver), record, "reopen", reason="")
    act(client, record, "reopen", reason="the person sent a new card")
    assert record.state == State.TO_REVIEW

    act(sign_in(client, builders.person(Role.LEAD)), record, "withdraw", reason="sent twice")
    assert record.state == State.WITHDRAWN
