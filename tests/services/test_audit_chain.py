"""Whatever is done to the ledger with raw SQL and without its triggers shows."""

import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from review.models import AuditEvent
from review.services import audit, audit_chain, audit_heads
from review.services.audit_chain import Break
from tests.services.audit_tampering import checkpoint, copied, defeat_triggers, run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
EVENT = "review_auditevent"
BYTES = {"sqlite": "blob", "postgresql": "bytea"}[connection.vendor]
CUT = f"DELETE FROM {EVENT} WHERE seq > 3"
SET_BACK = (
    "UPDATE review_audithead SET seq = 3, "
    f"mac = (SELECT mac FROM {EVENT} WHERE seq = 3) WHERE id = 1"
)
# What is done, and how many lines are broken by it.
TAMPERING = {
    "an edited actor": ([f"UPDATE {EVENT} SET actor = 'someone' WHERE seq = 2"], 1),
    "an edited actor's id": ([f"UPDATE {EVENT} SET actor_id = 7 WHERE seq = 2"], 1),
    "an edited address": ([f"UPDATE {EVENT} SET address = '192.0.2.1' WHERE seq = 2"], 1),
    "edited details": ([f"UPDATE {EVENT} SET details = '{{\"n\": 9}}' WHERE seq = 1"], 1),
    "an edited time": ([f"UPDATE {EVENT} SET at = '2020-01-01 00:00:00+00' WHERE seq = 2"], 1),
    "an edited verb": ([f"UPDATE {EVENT} SET verb = 'approve' WHERE seq = 2"], 1),
    "another record": ([f"UPDATE {EVENT} SET record_id = 9 WHERE seq = 2"], 1),
    "other values": ([f"UPDATE {EVENT} SET sealed = CAST('x' AS {BYTES}) WHERE seq = 2"], 1),
    "the first line deleted": ([f"DELETE FROM {EVENT} WHERE seq = 1"], 2),
    "a line deleted": ([f"DELETE FROM {EVENT} WHERE seq = 2"], 2),
    "the last line deleted": ([f"DELETE FROM {EVENT} WHERE seq = 5"], 1),
    "all lines deleted": ([f"DELETE FROM {EVENT}"], 5),
    "a far gap": ([f"UPDATE {EVENT} SET seq = 4000000000 WHERE seq = 5"], 3_999_999_996),
    "two lines swapped": (
        [
            f"UPDATE {EVENT} SET seq = 99 WHERE seq = 2",
            f"UPDATE {EVENT} SET seq = 2 WHERE seq = 3",
            f"UPDATE {EVENT} SET seq = 3 WHERE seq = 99",
        ],
        3,
    ),
    "a deletion closed up": (
        [
            f"DELETE FROM {EVENT} WHERE seq = 4",
            f"UPDATE {EVENT} SET seq = 4, previous_mac = (SELECT mac FROM {EVENT} WHERE seq = 3)"
            " WHERE seq = 5",
        ],
        2,
    ),
    "a forged tail": ([copied(5, seq=6, previous_mac="mac", mac=f"'{'a' * 64}'")], 1),
    "a cut tail": ([CUT], 2),
    "a head set back": ([SET_BACK], 1),
    "no head": (["DELETE FROM review_audithead"], 1),
    "a forged checkpoint": ([checkpoint(2), f"DELETE FROM {EVENT} WHERE seq <= 2"], 1),
}


@pytest.fixture(autouse=True)
def five_events():
    for number in range(5):
        audit.write("view", by=None, details={"n": number})
    defeat_triggers()


def verify(*arguments):
    """Return the exit status and what verify_audit printed."""
    said = io.StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=said)
    except SystemExit as ended:
        return ended.code, said.getvalue()
    return 0, said.getvalue()


def later(**span):
    """Return a context in which it is later."""
    return time_machine.travel(timezone.now() + timedelta(**span))


def test_an_untouched_ledger_verifies_and_is_exported():
    status, said = verify()

    assert (status, said.splitlines()[-1]) == (0, "events 5, broken 0")
    assert "note: the file: no exported head" in said
    assert [each.head for each in audit_heads.standing()] == [audit_heads.current()] * 2
    assert verify() == (0, "events 5, broken 0\n")


@pytest.mark.parametrize("done", TAMPERING)
def test_tampering_shows(done):
    statements, broken = TAMPERING[done]
    run(*statements)

    status, said = verify()

    events = AuditEvent.objects.count()
    assert (status, said.splitlines()[-1]) == (1, f"events {events}, broken {broken}")
    assert not any(each.head for each in audit_heads.standing())


def test_a_tail_cut_together_with_the_head_shows_against_the_exported_head():
    audit_heads.export()
    run(CUT, SET_BACK)

    status, said = verify()

    assert (status, said.splitlines()[-1]) == (1, "events 3, broken 2")
    assert "broken 4-5: cut off; the file knows of line 5" in said


def test_a_tail_written_anew_shows_against_the_exported_head():
    """Even by somebody who has the key."""
    audit_heads.export()
    run(CUT, SET_BACK, *reinstated())
    for _ in range(4):
        audit.write("view", by=None)

    assert verify()[0] == 1


def reinstated():
    """Return what lets the service write again: the trigger that moves the head on."""
    if connection.vendor == "postgresql":
        return ["ALTER TABLE review_auditevent ENABLE TRIGGER review_ledger_advance"]
    return [
        f"CREATE TRIGGER advance AFTER INSERT ON {EVENT} BEGIN "
        "UPDATE review_audithead SET seq = NEW.seq, mac = NEW.mac; END"
    ]


def test_a_cut_ledger_does_not_overwrite_the_proof():
    audit_heads.export()
    before = audit_heads.standing()
    run(CUT, SET_BACK)

    with pytest.raises(audit_heads.LedgerBroken):
        audit_heads.export()

    assert audit_heads.standing() == before


def test_without_the_file_the_storage_knows(settings):
    audit_heads.export()
    (settings.KRDL_DATA_DIR / audit_heads.NAME).unlink()
    run(CUT, SET_BACK)

    assert "cut off; the storage knows of line 5" in verify()[1]


def test_without_either_a_head_from_the_log_knows(settings, caplog):
    caplog.set_level("INFO", "review")
    audit_heads.export()
    told = re.search("audit head (.*)", caplog.text)[1]
    (settings.KRDL_DATA_DIR / audit_heads.NAME).unlink()
    default_storage.delete(audit_heads.NAME)
    run(CUT, SET_BACK)

    assert verify()[0] == 0
    assert "cut off; the kept head knows of line 5" in verify("--head", told)[1]


def test_a_forged_export_shows(settings):
    audit_heads.export()
    file = settings.KRDL_DATA_DIR / audit_heads.NAME
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told | {"seq": 3}))

    status, said = verify()

    assert (status, said.splitlines()[-1]) == (1, "events 5, broken 1")
    assert "the file holds a forged head" in said


def test_an_old_export_is_told_and_not_fatal():
    audit_heads.export()
    with later(minutes=31):
        status, said = verify()

    assert status == 0
    assert "note: the file: the exported head is old" in said


def test_it_is_exported_when_it_is_due():
    assert audit_heads.export_if_due()
    audit.write("view", by=None)
    assert not audit_heads.export_if_due()

    with later(minutes=16):
        assert audit_heads.export_if_due()


def test_lines_told_twice_count_once():
    assert audit_chain.count([Break(3, 5, "a"), Break(4, 9, "b"), Break(1, 1, "c")]) == 8
