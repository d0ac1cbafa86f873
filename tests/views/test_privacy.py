"""The privacy officer's pages: the months, one month, its download and its sign-off."""

import pytest
from django.utils import timezone

from review.models import AccessReview, AuditEvent
from review.services import audit
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


def enter(client, role):
    client.force_login(builders.person(role))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def month():
    """Give the address of the current month, which the trail tells of."""
    audit.write("view", by=None)
    return f"/privacy/reviews/{timezone.localdate():%Y-%m}/"


@pytest.fixture
def over(monkeypatch, month):
    """Give the same month as if it had ended."""
    monkeypatch.setattr("review.services.privacy.is_over", lambda month: True)
    return month


def test_opening_a_month_is_an_event(client, month):
    page = enter(client, Role.PRIVACY_OFFICER).get(month).content.decode()

    assert "Who read how much" in page
    assert AuditEvent.objects.filter(verb="view trail").count() == 1


def test_it_is_signed_once_and_then_shows_who_signed(client, over):
    enter(client, Role.PRIVACY_OFFICER)
    client.post(f"{over}sign/", {"note": "all as it should be"})

    assert AccessReview.objects.get().note == "all as it should be"
    assert "all as it should be" in client.get(over).content.decode()
    assert "all as it should be" in client.get("/privacy/reviews/").content.decode()


def test_a_month_under_way_is_not_signed(client, month):
    enter(client, Role.PRIVACY_OFFICER).post(f"{month}sign/", {"note": "too early"})
    assert not AccessReview.objects.exists()


def test_a_download_needs_a_reason(client, month):
    enter(client, Role.PRIVACY_OFFICER)
    assert client.post(f"{month}download/", {"reason": ""}).status_code == 302

    answer = client.post(f"{month}download/", {"reason": "yearly report"})

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="trail-')
    assert b"view" in b"".join(answer.streaming_content)
    assert builders.stated("download trail") == "yearly report"


def test_the_auditor_looks_and_neither_signs_nor_downloads(client, over):
    enter(client, Role.AUDITOR)
    assert "The privacy officer signs." in client.get(over).content.decode()

    client.post(f"{over}sign/", {"note": "x"})
    client.post(f"{over}download/", {"reason": "x"})
    assert not AccessReview.objects.exists()
    assert not AuditEvent.objects.filter(verb="download trail").exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.APPROVER, Role.LEAD, Role.ADMINISTRATOR])
def test_it_is_nobody_elses(client, role, month):
    enter(client, role)
    assert client.get("/privacy/reviews/").status_code == 403
    assert client.get(month).status_code == 403


@pytest.mark.parametrize("address", ["2026-13", "1999-01", "9999999-1"])
def test_a_month_that_the_trail_does_not_know_is_not_found(client, month, address):
    answer = enter(client, Role.PRIVACY_OFFICER).get(f"/privacy/reviews/{address}/")
    assert answer.status_code == 404
