"""Claims and hand-overs from the desk."""

import pytest

from review.workflow import Role, State
from tests import builders

pytestmark = pytest.mark.django_db


def act(desk, record, verb, **sent):
    answer = desk.post(f"/records/{record.pk}/{verb}/", sent, follow=True)
    record.refresh_from_db()
    return answer.content.decode()


def test_a_record_is_claimed_and_released(desk, reviewer):
    record = builders.read()

    act(desk, record, "claim")
    assert record.is_held_by(reviewer)

    assert f"{record.number} is back in the queue." in act(desk, record, "release")
    assert not record.claim_is_live()


def test_a_claim_of_somebody_else_is_refused_with_their_name(desk):
    holder = builders.person(Role.REVIEWER, name="early-bird")
    record = builders.claimed(holder)

    assert "early-bird" in act(desk, record, "claim")
    assert record.is_held_by(holder)


def test_taking_over_needs_a_reason(desk, reviewer):
    holder = builders.person(Role.REVIEWER)
    record = builders.claimed(holder)

    act(desk, record, "take-over", reason="")
    assert record.is_held_by(holder)

    act(desk, record, "take-over", reason="due today")
    assert record.is_held_by(reviewer)


def test_a_lead_is_offered_the_release_of_what_somebody_holds(client):
    record = builders.claimed(builders.person(Role.REVIEWER))
    client.force_login(builders.person(Role.LEAD))

    page = client.get(f"/records/{record.pk}/").content.decode()
    assert f'action="/records/{record.pk}/release/"' in page
    assert f'action="/records/{record.pk}/take-over/"' not in page

    act(client, record, "release")
    assert not record.claim_is_live()


def test_skipping_goes_on_to_another_record(desk, reviewer):
    record, following = builders.claimed(reviewer), builders.read()

    html = act(desk, record, "skip", reason="needs a colleague")

    following.refresh_from_db()
    assert following.is_held_by(reviewer)
    assert following.number in html


def test_escalating_and_returning(desk, reviewer, client):
    record = builders.claimed(reviewer)
    act(desk, record, "escalate", reason="looks odd")
    assert record.state == State.ESCALATED

    client.force_login(builders.person(Role.APPROVER))
    act(client, record, "return", comment="it is fine")
    assert (record.state, record.send_back_comment) == (State.TO_REVIEW, "it is fine")


@pytest.mark.parametrize("verb", ["claim", "release", "take-over", "skip", "escalate", "return"])
def test_get_is_refused(desk, verb):
    assert desk.get(f"/records/{builders.read().pk}/{verb}/").status_code == 405


@pytest.mark.parametrize("verb", ["claim", "release", "take-over", "skip", "escalate", "return"])
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_roles_change_nothing(client, verb, role):
    record = builders.read()
    client.force_login(builders.person(role))

    act(client, record, verb, reason="x", comment="x")

    assert (record.state, record.claimed_by) == (State.TO_REVIEW, None)
