"""Backups: whole, without a key that opens them, and put back without what was destroyed since."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from review import encryption
from tests.browser.conftest import ROOT, Site

TAKE_IN = """
import itertools
from review.models import LicenseRecord
from tests import builders
builders._numbers = itertools.count(1000 * (1 + LicenseRecord.objects.count()))
for name in {names!r}:
    builders.read(Name=name)
"""
DESTROY = """
from django.utils import timezone
from review.models import LicenseRecord
from review.services import approval, retention
from review.workflow import Role
from tests import builders
record = LicenseRecord.objects.order_by("pk").first()
approval.withdraw(record, by=builders.person(Role.LEAD, name="lead"), reason="sent twice")
retention.destroy(record, by=None)
"""
HOLD = """
from review.models import LicenseRecord
from review.services import holds
from review.workflow import Role
from tests import builders
record = LicenseRecord.objects.order_by("pk").first()
holds.hold(record, by=builders.person(Role.PRIVACY_OFFICER, name="privacy"), reason="court order")
"""
LIFT = """
from django.contrib.auth.models import User
from review.models import LicenseRecord
from review.services import holds
record = LicenseRecord.objects.order_by("pk").first()
holds.lift(record, by=User.objects.get(username="privacy"), reason="court has ruled")
"""
LOOK = """
import json
from review.exceptions import DecryptionFailed
from review.models import LicenseRecord
def name(record):
    return record.values.get(name="Name").value if record.purged_at is None else "destroyed"
print(json.dumps([name(record) for record in LicenseRecord.objects.order_by("pk")]))
"""


@pytest.fixture
def site(tmp_path) -> Site:
    site = Site("", str(tmp_path / "site"))
    site.manage("migrate", "-v0")
    site.run(TAKE_IN.format(names=["김견본", "이견본"]))
    return site


@pytest.fixture
def folder(site, tmp_path) -> Path:
    """Give a folder with one backup."""
    site.manage("backup", str(tmp_path / "backups"))
    return tmp_path / "backups"


def refusal(site, *arguments: str) -> str:
    """Run a command that must fail; return what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    return done.stderr


def look(site) -> list[str]:
    return json.loads(site.run(LOOK))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_backup_holds_no_master_key_and_keeps_the_records_keys_apart(site, folder):
    ring = encryption.read_keyring(Path(site.folder) / "keys" / "keyring.json")
    kept = {path: path.read_bytes() for path in files(folder)}
    keys = json.loads(next((folder / "keys").glob("*.json")).read_text())

    secrets = [*ring.masters.values(), ring.blind, ring.audit]
    spellings = [form for secret in secrets for form in (secret, encryption._text(secret).encode())]
    assert not [path for path, data in kept.items() for form in spellings if form in data]
    for wrapped in keys["review_recordkey"].values():
        sealed = encryption.base64.b64decode(wrapped)
        assert not [path for path, data in kept.items() if sealed in data]
    assert len(keys["review_recordkey"]) == 2
    assert not [path for path, data in kept.items() if "김견본".encode() in data]


def test_a_restore_brings_everything_back_and_the_chain_verifies(site, folder):
    site.run(TAKE_IN.format(names=["박견본"]))
    said = site.manage("restore", str(folder))

    assert look(site) == ["김견본", "이견본"]
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")
    assert "0 records destroyed again" in said
    assert list(Path(site.folder).glob("replaced-*/krdl.sqlite3"))


def test_a_restore_into_an_empty_folder_needs_only_backup_and_keys(site, folder, tmp_path):
    other = Site("", str(tmp_path / "other"))
    shutil.copytree(Path(site.folder) / "keys", tmp_path / "other" / "keys")
    shutil.rmtree(site.folder)
    other.manage("migrate", "-v0")
    other.manage("restore", str(folder))
    assert look(other) == ["김견본", "이견본"]


def test_what_was_destroyed_after_the_backup_is_destroyed_again(site, folder):
    site.run(DESTROY)
    site.manage("restore", str(folder))
    assert look(site) == ["destroyed", "이견본"]

    site.manage("backup", str(folder))
    for path in (folder / "keys").glob("*.json"):
        assert len(json.loads(path.read_text())["review_recordkey"]) == 1


def test_a_hold_that_was_lifted_before_the_destruction_does_not_stop_it(site, tmp_path):
    site.run(HOLD)
    site.manage("backup", str(tmp_path / "backups"))
    site.run(LIFT)
    site.run(DESTROY)
    assert "1 records destroyed again" in site.manage("restore", str(tmp_path / "backups"))
    assert look(site) == ["destroyed", "이견본"]
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")


def test_a_foreign_keyring_and_a_damaged_backup_are_told_and_change_nothing(site, folder):
    keyring = Path(site.folder) / "keys" / "keyring.json"
    own = keyring.read_text()
    encryption.write_keyring(
        keyring, replace(encryption.read_keyring(keyring), masters={}).with_new_master()
    )
    assert "Put the keyring of that time there" in refusal(site, "restore", str(folder))
    keyring.write_text(own)

    picture = next(path for path in files(folder) if "media" in path.parts)
    picture.write_bytes(b"x" + picture.read_bytes()[1:])
    assert "The backup is damaged: 1 files differ" in refusal(site, "restore", str(folder))
    assert look(site) == ["김견본", "이견본"]


@pytest.mark.parametrize("broken", ["corrupt", "half corrupt", "a folder", "empty", "missing"])
def test_a_restore_needs_no_database_that_can_be_read(site, folder, broken):
    site.run(DESTROY)
    database = Path(site.folder) / "krdl.sqlite3"
    whole = database.read_bytes()
    for each in database.parent.glob("krdl.sqlite3*"):
        each.unlink()
    if broken == "a folder":
        database.mkdir()
    elif broken != "missing":
        database.write_bytes(
            {"corrupt": b"x" * len(whole), "half corrupt": whole[:9000] + b"x" * 90_000}.get(
                broken, b""
            )
        )

    site.manage("restore", str(folder))

    assert look(site) == ["destroyed", "이견본"]
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")


def test_a_restore_with_a_keyring_that_fits_only_the_records_of_none_is_told(tmp_path):
    site = Site("", str(tmp_path / "site"))
    site.manage("migrate", "-v0")
    site.manage("backup", str(tmp_path / "backups"))
    encryption.write_keyring(Path(site.folder) / "keys" / "keyring.json", encryption.new_keyring())
    said = refusal(site, "restore", str(tmp_path / "backups"))
    assert "does not open this backup" in said
    assert not (Path(site.folder) / "restoring.sqlite3").exists()


def test_backups_past_their_time_go_at_the_next_one(site, folder):
    [old] = (folder / "data").iterdir()
    aged = old.with_name("20200101T000000.000000Z")
    old.rename(aged)
    (folder / "keys" / f"{old.name}.json").rename(folder / "keys" / f"{aged.name}.json")
    site.manage("backup", str(folder))

    assert not aged.exists()
    assert len(list((folder / "keys").iterdir())) == 1


def test_an_unfinished_restore_keeps_the_site_from_starting(site):
    (Path(site.folder) / "restore-unfinished").touch()
    assert "restore" in refusal(site, "up", "--no-demo")
