"""The export page: masked by default, whole only for a stated purpose, streamed, recorded."""

import csv
import io
import json

import pytest

from review.models import AuditEvent
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    user = builders.person(Role.LEAD)
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def download(client, **asked):
    return client.post("/exports/", asked)


def body(response):
    return b"".join(response.streaming_content).decode()


def test_the_page_says_how_many_records_would_leave(lead):
    builders.decided()

    assert "1 approved record<" in lead.get("/exports/").content.decode()


def test_a_csv_is_streamed_as_a_file_with_masked_numbers(lead):
    record = builders.decided()

    answer = download(lead, format="csv")
    rows = list(csv.DictReader(io.StringIO(body(answer).removeprefix("\ufeff"))))

    assert answer.streaming
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="licenses-')
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert [row["record"] for row in rows] == [record.number]
    assert rows[0]["Number"] == "900101-1******"


def test_json_lines_are_whole_for_a_stated_purpose_that_is_recorded(lead):
    builders.handle_numbers("keep")
    builders.decided()

    answer = download(lead, format="jsonl", whole="1", purpose="yearly check 2026")

    assert json.loads(body(answer))["Number"] == "900101-1234568"
    event = AuditEvent.objects.get(verb="export")
    assert builders.stated("export") == "yearly check 2026"
    assert event.actor_id == int(lead.session["_auth_user_id"])


@pytest.mark.parametrize("purpose", ["", "   "])
def test_whole_numbers_without_a_purpose_are_refused(lead, purpose):
    answer = download(lead, format="csv", whole="1", purpose=purpose)

    assert answer.status_code == 422
    assert "State what the whole numbers are needed for." in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="export").exists()


def test_a_purpose_alone_uncovers_nothing(lead):
    builders.decided()

    assert "900101-1234568" not in body(download(lead, format="csv", purpose="just curious"))


def test_an_unknown_format_is_refused(lead):
    assert download(lead, format="xlsx").status_code == 422


def test_who_may_not_have_whole_numbers_reads_why_and_does_not_get_them(client):
    builders.decided()
    client.force_login(builders.person(Role.AUDITOR))
    client.cookies["django_language"] = "en"

    assert "This is for:" in client.get("/exports/").content.decode()
    answer = download(client, format="csv", whole="1", purpose="audit")
    assert answer.status_code == 302
    assert not AuditEvent.objects.filter(verb="export").exists()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_who_reads_no_records_exports_none(client, role):
    client.force_login(builders.person(role))

    assert client.get("/exports/").status_code == 403
    assert download(client, format="csv").status_code == 403
