"""Uncovering numbers: for the holder by one key, for everybody else with a purpose."""

import pytest

from review.models import AuditEvent
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db

WHOLE = "900101-1234568"


def reveal(client, record, **sent):
    return client.post(f"/records/{record.pk}/reveal/", sent, headers={"hx-request": "true"})


def test_the_holder_gets_both_numbers_at_once(client):
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    client.force_login(reviewer)

    html = reveal(client, record).content.decode()

    assert WHOLE in html
    assert "11-20-123456-30" in html
    assert AuditEvent.objects.filter(verb="reveal", details__what="numbers").count() == 1


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.REVIEWER])
def test_others_state_a_purpose(client, role):
    record = builders.read()
    client.force_login(builders.person(role))
    page = f"/records/{record.pk}/"

    assert reveal(client, record).status_code == 409
    assert WHOLE not in client.get(page).content.decode()

    client.post(f"{page}reveal/", {"purpose": "a caller asks"})
    assert WHOLE in client.get(page).content.decode()


def test_a_lead_is_refused(client):
    record = builders.read()
    client.force_login(builders.person(Role.LEAD))

    assert reveal(client, record, purpose="curious").status_code == 409
    assert WHOLE not in client.get(f"/records/{record.pk}/").content.decode()
