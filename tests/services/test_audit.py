"""The ledger: one line follows the other, no line changes, no value is told in the clear."""

import pytest
from django.db import IntegrityError, connection

from review.models import AuditEvent, AuditHead, LicenseRecord, RecordKey
from review.services import audit, audit_chain, correction
from review.workflow import Role
from tests import builders
from tests.services.audit_tampering import checkpoint, copied, run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def three_events():
    for number in range(3):
        audit.write("view", by=None, details={"n": number})


REFUSED = {
    "an edit": ["UPDATE review_auditevent SET verb = 'x' WHERE seq = 2"],
    "a deletion": ["DELETE FROM review_auditevent WHERE seq = 2"],
    "a cut tail": ["DELETE FROM review_auditevent WHERE seq = 3"],
    "every line deleted at once": ["DELETE FROM review_auditevent"],
    "a second line": [copied(2, seq=2)],
    "a line that follows none": [copied(3, seq=5)],
    "a line that follows another": [copied(3, seq=4)],
    "a head set back": ["UPDATE review_audithead SET seq = 2"],
    "a head set forward": ["UPDATE review_audithead SET seq = 4"],
    "another head": ["UPDATE review_audithead SET mac = 'x'"],
    "no head": ["DELETE FROM review_audithead"],
    "two heads": ["INSERT INTO review_audithead (id, seq, mac) VALUES (2, 0, 'x')"],
    "a checkpoint over young lines": [checkpoint(2)],
}
if connection.vendor == "sqlite":
    replaced = "INSERT OR REPLACE INTO review_audithead (id, seq, mac) VALUES (1, 0, 'x')"
    REFUSED |= {
        "a line replaced": [copied(2, verb="'x'").replace("INSERT", "INSERT OR REPLACE")],
        "a head replaced": [replaced],
    }
else:
    REFUSED |= {
        "truncated lines": ["TRUNCATE review_auditevent"],
        "a truncated head": ["TRUNCATE review_audithead"],
        "truncated checkpoints": ["TRUNCATE review_auditcheckpoint"],
    }


@pytest.mark.usefixtures("three_events")
@pytest.mark.parametrize("attempt", REFUSED)
def test_the_database_refuses(attempt):
    before = list(AuditEvent.objects.values())

    with pytest.raises(IntegrityError):
        run(*REFUSED[attempt])

    assert list(AuditEvent.objects.values()) == before
    assert list(audit_chain.breaks()) == []


@pytest.mark.usefixtures("three_events")
def test_the_head_moves_on_with_every_line():
    head, last = AuditHead.objects.get(), AuditEvent.objects.last()

    assert (head.seq, head.mac) == (last.seq, last.mac) == (3, last.mac)


def test_values_before_and_after_are_sealed_under_the_records_key():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    correction.correct(record, "Name", "이견본", by=reviewer)

    event = AuditEvent.objects.filter(record_id=record.pk, verb="correct").get()
    assert "이견본" not in str(event.details)
    assert "이견본".encode() not in bytes(event.sealed)
    assert audit.values_of(event, record) == {"before": "김견본", "after": "이견본"}


def test_without_the_records_key_the_chain_still_verifies():
    record = builders.corrected(builders.person(Role.REVIEWER))
    RecordKey.objects.all().delete()

    assert list(audit_chain.breaks()) == []
    record = LicenseRecord.objects.get(pk=record.pk)
    told = [audit.values_of(event, record) for event in audit.trail(record)]
    assert told == [{}] * 4 + [{"destroyed": True}]


def test_a_line_tells_where_it_came_from_and_its_mac_covers_that():
    with audit.coming_from("192.0.2.7"):
        event = audit.write("view", by=None)
    assert (event.address, audit.write("view", by=None).address) == ("192.0.2.7", "")

    event.address = "192.0.2.8"
    assert not audit_chain.is_genuine(event)
