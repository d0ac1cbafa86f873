"""Rotating the master key: everything opens before, during and after; a stop loses nothing."""

import itertools

import pytest
from django.core.management import CommandError, call_command

from review import encryption
from review.adapters import FactorAdapter
from review.exceptions import DecryptionFailed
from review.models import LicenseRecord, RecordKey, ServiceKey
from review.models.sealed import keyring
from review.services import audit_chain, key_rotation, service_keys
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def own_keyring(settings, tmp_path):
    """Give the test a keyring file of its own."""
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    encryption.write_keyring(settings.KRDL_KEYRING, encryption.new_keyring())
    return settings.KRDL_KEYRING


def names():
    return [
        LicenseRecord.objects.get(pk=pk).values.get(name="Name").value
        for pk in LicenseRecord.objects.values_list("pk", flat=True)
    ]


def masters_in_use():
    return {bytes(row.wrapped)[1:9].decode() for row in RecordKey.objects.all()}


def test_everything_opens_under_the_fresh_key_alone():
    for _ in range(3):
        builders.read(Name="김견본")
    _key, secret = service_keys.create("branch", by=builders.person(Role.ADMINISTRATOR))
    factors = FactorAdapter()
    seed = factors.encrypt("JBSWY3DPEHPK3PXP")
    before = keyring()

    call_command("rotate_keys")
    call_command("rotate_keys", "--drop-older")

    assert before.current not in keyring().masters
    assert masters_in_use() == {keyring().current}
    assert names() == ["김견본"] * 3
    assert ServiceKey.objects.get().secret == secret
    assert factors.decrypt(seed) == "JBSWY3DPEHPK3PXP"
    assert LicenseRecord.objects.first().image.read()
    assert not list(audit_chain.breaks())


def test_a_rotation_that_was_stopped_goes_on_and_makes_no_third_key(monkeypatch):
    monkeypatch.setattr(key_rotation, "BATCH", 1)
    for _ in range(3):
        builders.read(Name="이견본")
    key_rotation.begin(by=None)
    assert list(itertools.islice(key_rotation.rewrap(by=None), 1)) == [1]
    assert len(masters_in_use()) == 2
    assert names() == ["이견본"] * 3
    with pytest.raises(key_rotation.KeysInUse):
        key_rotation.drop_older(by=None)

    call_command("rotate_keys")

    assert masters_in_use() == {keyring().current}
    assert len(keyring().masters) == 2


def test_a_row_written_meanwhile_with_the_ring_as_it_was_is_wrapped_too(monkeypatch):
    builders.read()
    old = keyring()
    key_rotation.begin(by=None)
    batches = key_rotation.rewrap(by=None)
    next(batches)
    late = builders.read(Name="박견본")
    key = late.record_key()
    RecordKey.objects.filter(record=late).update(
        wrapped=old.wrap(key, RecordKey.place_of(late.uid))
    )
    list(batches)
    assert masters_in_use() == {keyring().current}


def test_a_row_that_changed_meanwhile_is_left_alone():
    record = builders.read()
    key_rotation.begin(by=None)
    seen = RecordKey.objects.select_related("record").get(record=record)
    RecordKey.objects.filter(record=record).update(wrapped=b"destroyed")
    assert key_rotation._rewrap_row(seen) == 0
    assert bytes(RecordKey.objects.get(record=record).wrapped) == b"destroyed"


def test_a_keyring_that_cannot_be_read_changes_nothing(settings):
    builders.read()
    kept = settings.KRDL_KEYRING.read_text()
    settings.KRDL_KEYRING.unlink()
    with pytest.raises(CommandError, match="keyring"):
        call_command("rotate_keys")
    with pytest.raises(DecryptionFailed):
        builders.read()
    settings.KRDL_KEYRING.write_text(kept)
    assert LicenseRecord.objects.count() == 1
