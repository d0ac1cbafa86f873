"""Closing an old period: sealed, exported, removed, and the rest still verifies."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from review.exceptions import ActionDenied, LedgerBroken
from review.models import AuditCheckpoint, AuditEvent
from review.services import audit, audit_chain, audit_closing, audit_heads
from tests.services.audit_tampering import checkpoint, defeat_triggers, run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
EVENT = "review_auditevent"


def days_ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def until():
    """Give a day up to which four lines are old, two lines being younger."""
    for days, count in ((1500, 3), (1400, 1), (1200, 1), (1, 1)):
        with time_machine.travel(days_ago(days)):
            for number in range(count):
                audit.write("view", by=None, details={"n": number})
    return timezone.localdate(days_ago(1300))


@pytest.fixture
def file(until, tmp_path):
    """Give the file of the closed period."""
    return audit_closing.close(audit_closing.period(until), tmp_path)


def numbers():
    return list(AuditEvent.objects.values_list("seq", flat=True))


def found(file=None):
    return list(audit_closing.broken_in(file) if file else audit_chain.breaks())


def test_old_lines_leave_behind_a_checkpoint_and_the_rest_verifies(file):
    assert numbers() == [5, 6, 7]
    assert AuditEvent.objects.last().verb == "close audit"
    assert AuditCheckpoint.objects.get().seq == 4
    assert found() == []


def test_the_file_holds_the_lines_and_verifies(file, capsys):
    rows = [json.loads(row) for row in file.read_text().splitlines()]

    assert [row["seq"] for row in rows[:-1]] == [1, 2, 3, 4]
    assert file.stat().st_mode & 0o777 == 0o600
    call_command("verify_audit", "--closed", str(file))
    assert capsys.readouterr().out == "events 4, broken 0\n"


@pytest.mark.parametrize(
    "edit",
    [
        lambda rows: rows[:1] + rows[2:],
        lambda rows: rows[1:],
        lambda rows: [*rows[:3], rows[4]],
        lambda rows: [rows[0].replace("view", "edit"), *rows[1:]],
        lambda rows: [rows[1], rows[0], *rows[2:]],
        lambda rows: rows[:-1],
        lambda rows: [],
    ],
)
def test_an_altered_file_shows(file, edit):
    file.write_text("\n".join(edit(file.read_text().splitlines())))
    assert found(file)


def test_what_was_closed_stays_closed_and_the_next_period_follows(file, tmp_path):
    second = audit_closing.period(timezone.localdate(days_ago(1150)))

    assert (second.first_seq, second.last.seq) == (5, 5)
    audit_closing.close(second, tmp_path)

    assert numbers() == [6, 7, 8]
    assert found() == []
    assert audit_closing.period(timezone.localdate(days_ago(1150))) is None


def test_a_head_exported_before_still_verifies(until, tmp_path):
    with time_machine.travel(days_ago(1199)):
        audit_heads.export()
    audit_closing.close(audit_closing.period(until), tmp_path)

    assert found() == []


@pytest.mark.parametrize("lost", [OperationalError("the connection broke"), KeyboardInterrupt()])
def test_the_file_stays_where_the_lines_may_be_gone(until, tmp_path, monkeypatch, lost):
    """A commit whose answer was lost took the lines out: the file is all that is left of them."""
    replace = audit_closing._replace_by_checkpoint

    def committed_unheard(*told):
        replace(*told)
        raise lost

    monkeypatch.setattr(audit_closing, "_replace_by_checkpoint", committed_unheard)
    with pytest.raises(type(lost)):
        audit_closing.close(audit_closing.period(until), tmp_path)

    assert numbers() == [5, 6, 7]
    [file] = tmp_path.iterdir()
    assert (audit_closing.events_in(file), found(file)) == (4, [])


def test_the_file_goes_where_the_lines_stayed(until, tmp_path, monkeypatch):
    def refused(*_told):
        raise OperationalError("database is locked")

    monkeypatch.setattr(audit_closing, "_replace_by_checkpoint", refused)
    with pytest.raises(OperationalError):
        audit_closing.close(audit_closing.period(until), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_day_inside_the_keeping_time_is_refused(until):
    for day in (timezone.localdate(days_ago(1090)), date(2999, 1, 1)):
        with pytest.raises(ActionDenied, match="1096 days"):
            audit_closing.period(day)


def test_a_broken_ledger_is_not_closed(until, tmp_path):
    defeat_triggers()
    run(f"UPDATE {EVENT} SET verb = 'x' WHERE seq = 6")

    with pytest.raises(LedgerBroken):
        audit_closing.close(audit_closing.period(until), tmp_path)
    assert len(numbers()) == 6
    assert list(tmp_path.iterdir()) == []


REFUSED = {
    "lines without a checkpoint": [f"DELETE FROM {EVENT} WHERE seq <= 4"],
    "young lines behind a checkpoint": [checkpoint(6)],
    "lines after the checkpoint": [checkpoint(4), f"DELETE FROM {EVENT} WHERE seq = 5"],
    "a checkpoint of another line": [checkpoint(4).replace("mac, 1", "'x', 1")],
    "an older checkpoint": [checkpoint(4), checkpoint(3)],
    "an edited checkpoint": [checkpoint(4), "UPDATE review_auditcheckpoint SET seq = 5"],
    "a removed checkpoint": [checkpoint(4), "DELETE FROM review_auditcheckpoint"],
}


@pytest.mark.usefixtures("until")
@pytest.mark.parametrize("way", REFUSED)
def test_the_database_refuses(way):
    with pytest.raises(IntegrityError):
        run(*REFUSED[way])
    assert len(numbers()) == 6


@pytest.mark.usefixtures("until")
def test_lines_removed_behind_an_unsealed_checkpoint_show():
    run(checkpoint(4), f"DELETE FROM {EVENT} WHERE seq <= 4")
    assert [str(each) for each in found()] == [
        "4: a forged checkpoint, or one is missing before it"
    ]


@pytest.mark.usefixtures("file")
def test_a_missing_checkpoint_shows():
    defeat_triggers()
    run("DELETE FROM review_auditcheckpoint")
    assert audit_chain.count(found()) == 5


def test_the_command_tells_first_and_then_closes(until, tmp_path, capsys):
    call_command("audit_close", "--until", str(until), "--to", str(tmp_path), "--dry-run")
    assert capsys.readouterr().out == "would close 4 events (1-4)\n"
    assert len(numbers()) == 6

    call_command("audit_close", "--until", str(until), "--to", str(tmp_path))
    name = "audit-000000001-000000004.jsonl"
    assert capsys.readouterr().out == f"closed 4 events (1-4): {tmp_path / name}\n"
    call_command("audit_close", "--until", str(until), "--to", str(tmp_path))
    assert capsys.readouterr().out == "nothing to close\n"


def test_the_command_refuses_with_a_sentence(until):
    with pytest.raises(CommandError, match="Lines are kept for 1096 days: choose a day before"):
        call_command("audit_close", "--until", str(timezone.localdate()))
