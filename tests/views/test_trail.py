"""The trail of the office: filtered by person, verb, date and record; looking is an event."""

import ast
from pathlib import Path

import pytest
from django.utils import timezone

import review
from review.contexts import trail
from review.models import AuditEvent
from review.services import audit
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client):
    client.force_login(builders.person(Role.AUDITOR, name="auditor"))
    client.cookies["django_language"] = "en"
    return client


def listed(client, **asked):
    """Return the numbers of the lines that are shown."""
    answer = client.get("/trail/", asked)
    return [line.event.seq for line in answer.context["lines"]]


def test_it_lists_all_events_with_where_they_came_from_and_is_one_itself(auditor):
    worker = builders.person(Role.REVIEWER, name="worker")
    with audit.coming_from("192.0.2.7"):
        audit.write("unlock", by=None, details={"account": worker.pk})
    page = auditor.get("/trail/").content.decode()

    assert "192.0.2.7" in page
    assert "Account worker" in page
    event = AuditEvent.objects.get(verb="view trail")
    assert (event.actor, event.address) == ("auditor", "127.0.0.1")


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"ways": ["password", "totp"]}, "수단 비밀번호, 인증 앱"),
        ({"kind": "Name", "hits": 2}, "종류 성명 전체 · 찾음 2"),
        ({"outcome": "kept", "entry": 7}, "결과 처음 값 유지 · 재입력 7"),
        ({"left": True}, "화면을 떠남"),
    ],
)
def test_details_are_told_in_the_language_of_the_screen(auditor, details, told):
    auditor.cookies["django_language"] = "ko"
    audit.write("view", by=None, details=details)

    assert f"{told}<" in auditor.get("/trail/").content.decode()


def test_it_is_filtered_by_person_verb_and_record(auditor):
    record, worker = builders.read(), builders.person(Role.REVIEWER, name="worker")
    mine = audit.write("view", by=worker, record=record).seq
    audit.write("view", by=None, record=builders.read())

    assert listed(auditor, person="worker") == [mine]
    assert mine in listed(auditor, verb="view")
    assert mine in listed(auditor, record=record.number)
    assert listed(auditor, record=record.number, person="worker", verb="view") == [mine]
    assert AuditEvent.objects.filter(verb="view trail").last().details == {
        "record": record.number,
        "person": "worker",
        "verb": "view",
    }


def test_it_is_filtered_by_date(auditor):
    today = timezone.localdate()
    seq = audit.write("view", by=None).seq

    assert seq in listed(auditor, since=today, until=today)
    assert listed(auditor, until=today - timezone.timedelta(days=1)) == []


def test_it_is_paged_by_number(auditor, monkeypatch):
    monkeypatch.setattr("review.contexts.trail.PAGE", 2)
    numbers = [audit.write("unlock", by=None).seq for _ in range(5)]

    assert listed(auditor, verb="unlock") == numbers[:2:-1]
    assert listed(auditor, verb="unlock", before=numbers[3]) == [numbers[2], numbers[1]]


@pytest.mark.parametrize("asked", [{"since": "x"}, {"record": "x"}, {"before": "x"}])
def test_what_is_not_understood_is_left_out(auditor, asked):
    audit.write("unlock", by=None)
    assert len(listed(auditor, **asked)) == 2


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.REVIEWER, Role.APPROVER, Role.LEAD])
def test_it_is_for_those_who_look_over_the_others(client, role):
    client.force_login(builders.person(role))
    assert client.get("/trail/").status_code == 403


def test_every_detail_that_is_written_has_a_word():
    written = {
        key.value
        for path in (Path(review.__file__).parent / "services").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.keyword)
        and node.arg == "details"
        and isinstance(node.value, ast.Dict)
        for key in node.value.keys
        if isinstance(key, ast.Constant)
    }
    assert {"account", "why"} <= written
    assert written <= set(trail.WORDS) | trail.WORDED
