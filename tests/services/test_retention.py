"""The end of a record's data: nothing of it is left but its trail."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from review.exceptions import ActionDenied
from review.models import (
    AuditEvent,
    FieldValue,
    Finding,
    ImageBand,
    LegalHold,
    LicenseRecord,
    RecordKey,
    Source,
)
from review.services import audit, audit_chain, destructions, holds, retention, sources
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def kept_ten_days():
    """Have everything kept for ten days."""
    columns = ("keep_approved_days", "keep_rejected_days", "keep_withdrawn_days")
    for source in (Source.objects.get_or_create(key="desk", name="창구")[0],):
        Source.objects.filter(pk=source.pk).update(**dict.fromkeys(columns, 10))


def aged(record, days=11):
    """Return the record as if nothing had happened to it for some days."""
    LicenseRecord.objects.filter(pk=record.pk).update(
        changed_at=timezone.now() - timedelta(days=days)
    )
    return LicenseRecord.objects.get(pk=record.pk)


def media() -> set[str]:
    return {
        f"{folder}/{part}/{name}"
        for folder in ("images", "covers")
        if default_storage.exists(folder)
        for part in default_storage.listdir(folder)[0]
        for name in default_storage.listdir(f"{folder}/{part}")[1]
    }


def test_nothing_is_left_but_the_trail(django_capture_on_commit_callbacks):
    before = media()
    record = aged(builders.decided("reject"))
    digest = record.image.digest
    call_command("purge_expired", "--dry-run")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("purge_expired")

    gone = LicenseRecord.objects.get(pk=record.pk)
    assert (gone.state, gone.purged_at is not None) == (State.REJECTED, True)
    for model in (FieldValue, Finding):
        assert not model.objects.filter(record=gone).exists()
    assert not RecordKey.objects.filter(record=gone).exists()
    assert not ImageBand.objects.filter(image__record=gone).exists()
    assert gone.image.digest != digest
    assert media() == before
    assert str(gone.uid) in destructions.known()
    assert not list(audit_chain.breaks())
    sealed = AuditEvent.objects.filter(record_id=gone.pk).exclude(sealed=b"").first()
    assert audit.values_of(sealed, gone) == {"destroyed": True}
    assert AuditEvent.objects.filter(record_id=gone.pk, verb="purge").count() == 1


def test_what_is_not_over_or_open_or_held_stays(capsys):
    fresh, old = builders.decided(), aged(builders.decided())
    held, still_open = aged(builders.withdrawn()), aged(builders.read())
    officer = builders.person(Role.PRIVACY_OFFICER)
    LegalHold.objects.create(record=held, placed_by=officer)

    call_command("purge_expired", "--dry-run")
    call_command("purge_expired")

    assert capsys.readouterr().out.splitlines()[-1] == "1 records destroyed"
    gone = set(LicenseRecord.objects.exclude(purged_at=None))
    assert gone == {old}
    for record, sentence in ((held, "legal hold"), (still_open, "still open")):
        with pytest.raises(ActionDenied, match=sentence):
            retention.destroy(record, by=None)
    assert fresh not in gone


def test_only_what_a_dry_run_listed_is_destroyed():
    with pytest.raises(CommandError, match="--dry-run"):
        call_command("purge_expired")
    aged(builders.decided())
    call_command("purge_expired", "--dry-run")
    later = aged(builders.decided(), days=10)
    call_command("purge_expired")
    assert LicenseRecord.objects.get(pk=later.pk).purged_at is None
    assert LicenseRecord.objects.exclude(purged_at=None).count() == 1


def test_what_expired_by_a_later_word_was_not_listed():
    officer = builders.person(Role.PRIVACY_OFFICER)
    shorter, held = aged(builders.decided(), days=5), aged(builders.withdrawn())
    holds.hold(held, by=officer, reason="court order")
    call_command("purge_expired", "--dry-run")
    Source.objects.update(keep_approved_days=1)
    holds.lift(held, by=officer, reason="court has ruled")
    new = Source.objects.create(key="new", name="새 창구", keep_rejected_days=1)
    moved = aged(builders.decided("reject"), days=5)
    LicenseRecord.objects.filter(pk=moved.pk).update(source=new)

    call_command("purge_expired")
    assert not LicenseRecord.objects.exclude(purged_at=None).exists()

    call_command("purge_expired", "--dry-run")
    call_command("purge_expired")
    assert set(LicenseRecord.objects.exclude(purged_at=None)) == {shorter, held, moved}


def test_a_longer_time_counts_at_once():
    record = aged(builders.decided())
    call_command("purge_expired", "--dry-run")
    Source.objects.update(keep_approved_days=100)
    call_command("purge_expired")
    assert LicenseRecord.objects.get(pk=record.pk).purged_at is None


@pytest.mark.parametrize("days", [36_501, 999_999])
def test_nothing_is_kept_longer_than_a_date_can_tell(days):
    source, administrator = Source.objects.first(), builders.person(Role.ADMINISTRATOR)
    source.keep_rejected_days = days
    with pytest.raises(ActionDenied, match="36500 days"):
        sources.save(source, by=administrator)
    source.keep_rejected_days = 36_500
    sources.save(source, by=administrator)
    call_command("purge_expired", "--dry-run")


def test_a_record_destroyed_meanwhile_takes_no_hold():
    record = builders.decided()
    retention.destroy(LicenseRecord.objects.get(pk=record.pk), by=None)

    with pytest.raises(ActionDenied):
        holds.hold(record, by=builders.person(Role.PRIVACY_OFFICER), reason="court order")


@pytest.mark.parametrize("page", ["", "history/"])
def test_a_destroyed_record_still_opens_without_its_data(client, page):
    record = aged(builders.decided())
    retention.destroy(record, by=None)
    client.force_login(builders.person(Role.AUDITOR))
    client.cookies["django_language"] = "en"
    answer = client.get(f"/records/{record.pk}/{page}")
    assert answer.status_code == 200
    assert ("destroyed" if not page else "Purge") in answer.content.decode()
    assert client.get(f"/records/{record.pk}/picture/").status_code in {403, 404, 410}
