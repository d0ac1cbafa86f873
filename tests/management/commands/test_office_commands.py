"""Export, verification and demo from the command line."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from review.models import AuditEvent, LicenseRecord
from tests import builders

pytestmark = pytest.mark.django_db


def test_export_writes_masked_records_and_whole_ones_for_a_purpose(capsys):
    builders.handle_numbers("keep")
    builders.decided()
    call_command("export_licenses", "--format", "jsonl")
    masked = json.loads(capsys.readouterr().out)
    call_command("export_licenses", "--format", "jsonl", "--purpose", "transfer")
    whole = json.loads(capsys.readouterr().out)

    assert (masked["Number"], whole["Number"]) == ("900101-1******", "900101-1234568")
    assert AuditEvent.objects.filter(verb="export").count() == 2


def test_verify_audit_ends_with_its_count_and_fails_on_an_edit(capsys):
    builders.received()
    call_command("verify_audit")
    events = AuditEvent.objects.count()
    assert capsys.readouterr().out.splitlines()[-1] == f"events {events}, broken 0"

    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER review_ledger_update")
        cursor.execute("UPDATE review_auditevent SET verb = 'approve' WHERE seq = 1")
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert capsys.readouterr().out.splitlines()[-1] == f"events {events}, broken 1"


def test_no_demo_is_created_in_production(settings):
    settings.KRDL_PRODUCTION = True
    with pytest.raises(CommandError, match="KRDL_PRODUCTION"):
        call_command("create_demo")
    assert not get_user_model().objects.exists()


def test_the_demo_is_created_once_on_an_empty_database(capsys, settings):
    settings.KRDL_DEMO_PASSWORD = ""
    call_command("create_demo")
    first = json.loads(capsys.readouterr().out)
    call_command("create_demo")
    second = json.loads(capsys.readouterr().out)

    assert len(first["users"]) == get_user_model().objects.count() == 9
    assert get_user_model().objects.get(username="reviewer").check_password(first["password"])
    assert second == {"users": [], "password": None}
    assert LicenseRecord.objects.in_state("RECEIVED").count() == 12
