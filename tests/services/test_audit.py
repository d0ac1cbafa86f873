"""The ledger: unchangeable, chained, and telling no values in the clear."""

import pytest
from django.db import IntegrityError, connection, transaction

from review.models import AuditEvent
from review.services import audit, correction
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER review_ledger_update",
        "DROP TRIGGER review_ledger_delete",
        "DROP TRIGGER review_ledger_replace",
    ),
    "postgresql": ("ALTER TABLE review_auditevent DISABLE TRIGGER USER",),
}


def run(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def three_events():
    for number in range(3):
        audit.write("view", by=None, details={"n": number})


@pytest.fixture
def unguarded(three_events):
    run(*TRIGGERS[connection.vendor])


@pytest.mark.usefixtures("three_events")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_auditevent SET verb = 'x' WHERE seq = 2",
        "DELETE FROM review_auditevent WHERE seq = 2",
    ],
)
def test_the_database_refuses_to_change_a_line(statement):
    with pytest.raises(IntegrityError), transaction.atomic():
        run(statement)


@pytest.mark.usefixtures("three_events")
def test_the_database_refuses_to_replace_a_line():
    columns = "seq, at, actor, verb, details, sealed, previous_mac, mac"
    copy = f"SELECT {columns} FROM review_auditevent WHERE seq = 2"
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    with pytest.raises(IntegrityError), transaction.atomic():
        run(f"{verb} INTO review_auditevent ({columns}) {copy}")


@pytest.mark.usefixtures("three_events")
def test_an_untouched_chain_verifies():
    assert list(audit.broken_lines()) == []


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_auditevent SET actor = 'someone' WHERE seq = 2",
        "UPDATE review_auditevent SET details = '{\"n\": 9}' WHERE seq = 1",
        "DELETE FROM review_auditevent WHERE seq = 1",
        "DELETE FROM review_auditevent WHERE seq = 2",
        "DELETE FROM review_auditevent WHERE seq = 3",
        "UPDATE review_auditevent SET seq = 30 WHERE seq = 3",
    ],
)
def test_every_tampering_shows(statement):
    run(statement)
    assert list(audit.broken_lines())


def test_values_before_and_after_are_sealed_under_the_records_key():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    correction.correct(record, "Name", "이견본", by=reviewer)

    event = AuditEvent.objects.filter(record_id=record.pk, verb="correct").get()
    assert "이견본" not in str(event.details)
    assert "이견본".encode() not in bytes(event.sealed)
    assert audit.values_of(event, record) == {"before": "김견본", "after": "이견본"}


def test_no_change_without_its_event(monkeypatch):
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)

    def fail(*args, **kwargs):
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr(audit, "write", fail)
    with pytest.raises(RuntimeError):
        correction.correct(record, "Name", "이견본", by=reviewer)
    assert record.values.get(name="Name").value == "김견본"
