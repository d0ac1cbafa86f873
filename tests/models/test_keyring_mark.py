"""No keyring but the database's own writes into it; a lost or foreign one is told at the start."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import transaction

from review import encryption
from review.exceptions import WrongKeyring
from review.models import AuditEvent, KeyringMark, LicenseRecord, keyring_mark
from review.models.sealed import keyring
from review.services import audit, key_rotation
from tests import builders
from tests.browser.conftest import ROOT
from tests.servers import free_port
from tests.test_races import RacedSite

COUNT = """
from review.models import AuditEvent, LicenseRecord, RecordKey
print(*(model.objects.count() for model in (AuditEvent, LicenseRecord, RecordKey)))
"""
WRITE = """
import itertools
from review.exceptions import WrongKeyring
from tests import builders
builders._numbers = itertools.count(1000)
try:
    builders.received()
except WrongKeyring as error:
    print(error)
"""
STARTS = {
    "run": ("manage.py", "migrate_then", "up", "--no-demo"),
    "worker": ("manage.py", "worker"),
    "web": ("-m", "gunicorn", "krdl_site.wsgi", "--no-control-socket", "--bind"),
}


@pytest.fixture
def foreign(settings, tmp_path):
    """Put another installation's keyring in the place of ours; return ours."""
    ours = settings.KRDL_KEYRING
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    encryption.write_keyring(settings.KRDL_KEYRING, encryption.new_keyring())
    return ours


def rotate() -> None:
    key_rotation.begin(by=None)


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize("marked", [True, False])
def test_nothing_is_written_with_a_foreign_keyring(settings, tmp_path, marked):
    builders.received()
    KeyringMark.objects.all().delete()
    if marked:
        KeyringMark.note_first(keyring())
    lines, records = AuditEvent.objects.count(), LicenseRecord.objects.count()
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    encryption.write_keyring(settings.KRDL_KEYRING, encryption.new_keyring())
    for act in (builders.received, lambda: audit.write("view", by=None), rotate):
        with pytest.raises(WrongKeyring, match="not the one"), transaction.atomic():
            act()
    assert (AuditEvent.objects.count(), LicenseRecord.objects.count()) == (lines, records)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_keyring_from_before_a_rotation_is_refused_and_one_after_it_fits(settings, tmp_path):
    before = keyring()
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    encryption.write_keyring(settings.KRDL_KEYRING, before)
    audit.write("view", by=None)
    key_rotation.begin(by=None)
    audit.write("view", by=None)
    encryption.write_keyring(settings.KRDL_KEYRING, before)
    with pytest.raises(WrongKeyring):
        audit.write("view", by=None)


@pytest.mark.django_db
def test_a_database_without_a_mark_takes_only_a_keyring_that_opens_what_is_there(foreign, settings):
    settings.KRDL_KEYRING, other = foreign, settings.KRDL_KEYRING
    builders.received()
    KeyringMark.objects.all().delete()
    settings.KRDL_KEYRING = other
    with pytest.raises(WrongKeyring):
        keyring_mark.check_keyring()
    settings.KRDL_KEYRING = foreign
    KeyringMark.note_first(keyring())
    assert KeyringMark.objects.get().fits(keyring())


def test_a_mark_tells_every_key_from_others():
    ring, other = encryption.new_keyring(), encryption.new_keyring()
    mark = KeyringMark(**keyring_mark._values(ring))
    assert mark.fits(ring)
    assert mark.fits(ring.with_new_master())
    assert not mark.fits(replace(ring, blind=other.blind))
    assert not mark.fits(replace(ring, audit=other.audit))
    assert not mark.fits(replace(ring, masters={ring.current: other.masters[other.current]}))
    assert not mark.fits(ring.with_new_master().current_only())


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    site = RacedSite("", str(tmp_path), database=url)
    site.manage("migrate_then", "shell", "-v", "0", "-c", "from tests import builders\n"
                "builders.received()\nfrom review.services import audit_heads\n"
                "audit_heads.export()")  # fmt: skip
    return site


def refusal(site, start: str) -> tuple[int, str]:
    """Return status and last words of a process that must not start."""
    port = str(free_port())
    more = [f"127.0.0.1:{port}"] if STARTS[start][-1] == "--bind" else []
    more += ["--port", port] if "up" in STARTS[start] else []
    done = subprocess.run(
        [sys.executable, *STARTS[start], *more],
        cwd=ROOT, env=site.environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr


def test_a_wrong_keyring_starts_nothing_and_writes_nothing(site):
    place = Path(site.folder) / "keys" / "keyring.json"
    own, counts = place.read_text(), site.run(COUNT)
    encryption.write_keyring(place, encryption.new_keyring())
    for start in STARTS:
        status, said = refusal(site, start)
        assert status != 0, start
        assert f"The keyring {place} is not the one that this database was sealed with" in said
        assert "Put that one back" in said
        assert "Traceback" not in said, start
    assert "is not the one" in site.run(WRITE)
    place.write_text(own)
    assert site.run(COUNT) == counts
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")


def test_a_lost_keyring_is_told_and_never_made_anew(site):
    place = Path(site.folder) / "keys" / "keyring.json"
    kept = place.rename(place.with_name("kept.json"))
    for start in STARTS:
        status, said = refusal(site, start)
        assert status != 0, start
        assert f"The keyring {place} is lost. Put it back" in said
        assert "Traceback" not in said, start
        assert not place.exists(), start
    os.rename(kept, place)
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")
