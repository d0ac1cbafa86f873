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


def page_of(client, record):
    return client.get(f"/records/{record.pk}/").content.decode()


@pytest.fixture
def blind(client, reviewer, approver):
    """Give a record whose corrected name has to be entered blind, before its approver."""
    builders.policy("blind_entry_fields", ["Name", "DateOfIssue"])
    record = builders.corrected(reviewer)
    approval.submit(record, by=reviewer, proposal="accept")
    sign_in(client, approver)
    return record


def enter(client, record, name, value):
    sent = {"value": value, "version": record.values.get(name=name).version}
    return client.post(f"/records/{record.pk}/blind/{name}/", sent, follow=True)


def test_what_is_entered_blind_is_nowhere_in_the_page_or_the_history(client, blind):
    for address in (f"/records/{blind.pk}/", f"/records/{blind.pk}/history/"):
        html = client.get(address).content.decode()
        for value in ("이견본", "김견본", "2020.06.15", "15/06/2020"):
            assert value not in html, (address, value)
    html = page_of(client, blind)
    assert 'id="f-Name"' in html
    assert "Blind second entry is open: Name, Issue date." in html
    assert "blind second entry is open" in act(client, blind, "approve").lower()
    assert blind.state == State.TO_APPROVE


def test_the_same_value_opens_the_field_and_the_approval(client, blind):
    html = enter(client, blind, "Name", "이견본").content.decode()
    assert "<ins>이</ins>" in html
    assert 'id="f-Name"' not in html
    enter(client, blind, "DateOfIssue", "20200615")

    act(client, blind, "approve")
    act(client, blind, "approve")
    assert blind.state == State.APPROVED


def test_a_difference_is_shown_and_the_first_value_kept(client, blind):
    html = enter(client, blind, "Name", "이견봉").content.decode()
    assert "이견<del>본</del>" in html
    assert "이견<ins>봉</ins>" in html

    html = client.post(f"/records/{blind.pk}/blind/Name/keep/", follow=True).content.decode()
    assert "이견<del>본</del>" not in html


def test_adopting_goes_on_and_leaves_the_record_to_a_third_person(client, blind):
    following = builders.submitted()
    enter(client, blind, "Name", "이견봉")

    answer = client.post(f"/records/{blind.pk}/blind/Name/adopt/")

    assert answer["Location"] == f"/records/{following.pk}/"
    assert blind.values.get(name="Name").value == "이견봉"
    assert "You corrected this record" in page_of(client, blind)


def test_what_is_no_value_of_the_field_is_refused_and_kept(client, blind):
    answer = enter(client, blind, "DateOfIssue", "2020.02.31")

    assert answer.status_code == 422
    assert 'value="2020.02.31"' in answer.content.decode()
    assert not blind.blind_entries.exists()


def test_a_comment_to_a_field_stands_there_for_the_reviewer(client, reviewer, approver):
    record = worked_on(reviewer)
    html = sign_in(client, approver).get(f"/records/{record.pk}/").content.decode()
    assert 'name="comment-Type" form="send-back"' in html

    act(client, record, "send-back", **{"comment": "", "comment-Type": "is it 1 or 2?"})

    assert record.state == State.TO_REVIEW
    html = page_of(sign_in(client, reviewer), record)
    row = html[html.index('id="field-Type"') : html.index('id="field-LicenseNumber"')]
    assert "is it 1 or 2?" in row
    assert approver.username in row


def test_after_a_short_look_it_is_asked_once(client, approver):
    record = builders.submitted()
    page_of(sign_in(client, approver), record)

    assert "Decide once more if you are sure." in act(client, record, "approve")
    assert record.state == State.TO_APPROVE
    act(client, record, "approve")
    assert record.state == State.APPROVED


def test_only_what_changed_stands_among_the_corrections(client, reviewer, approver):
    record = builders.corrected(reviewer)
    version = record.values.get(name="Name").version
    correction.undo(record, "Name", by=reviewer, seen_version=version)
    approval.submit(record, by=reviewer, proposal="accept")

    html = page_of(sign_in(client, approver), record)
    assert 'id="c-Name"' not in html


@pytest.mark.parametrize(
    ("state", "sent"),
    [(State.TO_REVIEW, {}), (State.TO_REVIEW, {"value": "x"}), (State.WITHDRAWN, {})],
)
def test_a_second_entry_without_a_proposal_is_refused_with_a_sentence(
    client, approver, state, sent
):
    record = builders.in_state(state)

    answer = sign_in(client, approver).post(f"/records/{record.pk}/blind/Name/", sent, follow=True)

    assert answer.status_code == 200
    assert "Not possible in the state" in answer.content.decode()


def test_a_second_entry_by_htmx_without_a_proposal_is_a_conflict(client, approver):
    record = builders.read()

    answer = sign_in(client, approver).post(
        f"/records/{record.pk}/blind/Name/", {}, headers={"hx-request": "true"}
    )

    assert answer.status_code == 409
    assert "Not possible in the state" in answer.content.decode()
