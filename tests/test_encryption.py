"""Sealed values: they open with their key at their place, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review import encryption
from review.exceptions import DecryptionFailed


@given(st.binary(max_size=200), st.text(min_size=1, max_size=20))
def test_what_is_sealed_opens_again(plain, place):
    key = encryption.new_key()
    assert encryption.unseal(key, encryption.seal(key, plain, place), place) == plain


@given(st.binary(min_size=1, max_size=40), st.data())
def test_one_changed_bit_is_refused(plain, data):
    key = encryption.new_key()
    sealed = bytearray(encryption.seal(key, plain, "table.column.1"))
    place = data.draw(st.integers(0, len(sealed) - 1).filter(lambda at: not 1 <= at <= 8))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(DecryptionFailed):
        encryption.unseal(key, bytes(sealed), "table.column.1")


def test_a_value_moved_to_another_row_does_not_open():
    key = encryption.new_key()
    sealed = encryption.seal(key, b"x", "table.column.1")
    with pytest.raises(DecryptionFailed):
        encryption.unseal(key, sealed, "table.column.2")


def test_a_record_key_opens_with_its_master_key_only():
    ring, other = encryption.new_keyring(), encryption.new_keyring()
    wrapped = ring.wrap(b"k" * 32, "place")
    assert ring.unwrap(wrapped, "place") == b"k" * 32
    with pytest.raises(DecryptionFailed, match="not in the keyring"):
        other.unwrap(wrapped, "place")


def test_a_keyring_survives_its_file(tmp_path):
    ring = encryption.new_keyring()
    path = tmp_path / "keyring.json"
    path.write_text(ring.as_json())
    assert encryption.read_keyring(path) == ring


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"current": "a", "masters": {}}'])
def test_a_damaged_keyring_is_told(tmp_path, text):
    path = tmp_path / "keyring.json"
    path.write_text(text)
    with pytest.raises(DecryptionFailed, match="keyring"):
        encryption.read_keyring(path)
