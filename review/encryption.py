"""Envelope encryption: a keyring, one key a record, sealed values, blind indexes.

Sealed bytes are ``version (1) | key id (8) | nonce (12) | AES-256-GCM ciphertext and tag``. The
associated data names table, column and row, so that a value moved to another place does not open.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from review.exceptions import DecryptionFailed

_VERSION = b"\x01"
_NONCE = 12
_KEY_ID = 8
_HEADER = len(_VERSION) + _KEY_ID + _NONCE
# Values sealed with a record's own key carry no id of a master key.
OWN_KEY = b"\x00" * _KEY_ID
PUT_BACK = (
    "Put it back from the copy you keep (or set KRDL_KEYRING to it) and start again;"
    " nothing was changed."
)


def new_key() -> bytes:
    """Return 32 random bytes, the key of one record."""
    return secrets.token_bytes(32)


def seal(key: bytes, plain: bytes, place: str, key_id: bytes = OWN_KEY) -> bytes:
    """Encrypt ``plain`` under the 32 bytes of ``key`` for ``place`` (``table.column.row``)."""
    nonce = os.urandom(_NONCE)
    return _VERSION + key_id + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Decrypt what ``seal`` made; raises DecryptionFailed for a wrong key, place or change."""
    if sealed[:1] != _VERSION or len(sealed) < _HEADER:
        raise DecryptionFailed(place)
    nonce = sealed[len(_VERSION) + _KEY_ID : _HEADER]
    try:
        return AESGCM(key).decrypt(nonce, sealed[_HEADER:], place.encode())
    except InvalidTag as error:
        raise DecryptionFailed(place) from error


@dataclass(frozen=True)
class Keyring:
    """The master keys by id, and the keys of the blind index and of the audit ledger.

    ``masters`` maps eight-character ids to 32-byte keys; ``current`` is the id that wraps new
    record keys; older ids stay until every record key has been wrapped anew.
    """

    current: str
    masters: dict[str, bytes]
    blind: bytes
    audit: bytes

    def wrap(self, record_key: bytes, place: str) -> bytes:
        """Encrypt a record's key under the current master key."""
        return seal(self.masters[self.current], record_key, place, self.current.encode())

    def unwrap(self, wrapped: bytes, place: str) -> bytes:
        """Return a record's key; raises DecryptionFailed when its master key is not at hand."""
        return unseal(self.master_of(wrapped), wrapped, place)

    def master_of(self, wrapped: bytes) -> bytes:
        """Return the master key that wraps ``wrapped``; raises DecryptionFailed without it."""
        key_id = wrapped[len(_VERSION) : len(_VERSION) + _KEY_ID].decode("ascii", "replace")
        if key_id not in self.masters:
            raise DecryptionFailed(f"master key {key_id} is not in the keyring")
        return self.masters[key_id]

    def wraps(self, wrapped: bytes) -> bool:
        """Return whether ``wrapped`` is under the current master key."""
        return wrapped[len(_VERSION) : len(_VERSION) + _KEY_ID] == self.current.encode()

    def rewrap(self, wrapped: bytes, place: str) -> bytes:
        """Return the same key under the current master key; raises DecryptionFailed."""
        return self.wrap(self.unwrap(wrapped, place), place)

    def with_new_master(self) -> Keyring:
        """Return the ring with a fresh current master key; the older ones still open."""
        key_id = secrets.token_hex(_KEY_ID // 2)
        return replace(self, current=key_id, masters={**self.masters, key_id: new_key()})

    def current_only(self) -> Keyring:
        """Return the ring without its older master keys."""
        return replace(self, masters={self.current: self.masters[self.current]})

    def blind_index(self, subject: str, value: str) -> str:
        """Return 64 hex digits that find ``value`` again without telling it."""
        return hmac.new(self.blind, f"{subject}\x00{value}".encode(), hashlib.sha256).hexdigest()

    def blind_digest(self, data: bytes) -> str:
        """Return 64 hex digits that find the same bytes again (exact duplicates of a picture)."""
        return hmac.new(self.blind, hashlib.sha256(data).digest(), hashlib.sha256).hexdigest()

    def check_value(self) -> str:
        """Return 64 hex digits that tell these index and ledger keys from others, and no more."""
        return hmac.new(self.audit, b"check\x00" + self.blind, hashlib.sha256).hexdigest()

    def check_value_of_master(self, key_id: str) -> str:
        """Return 64 hex digits that tell the master key ``key_id`` from others, and no more."""
        return hmac.new(self.masters[key_id], b"check", hashlib.sha256).hexdigest()

    def as_json(self) -> str:
        """Return the text of a keyring file."""
        masters = {key_id: _text(key) for key_id, key in self.masters.items()}
        fields = {"blind": _text(self.blind), "audit": _text(self.audit)}
        return json.dumps({"current": self.current, "masters": masters} | fields, indent=1)


def new_keyring() -> Keyring:
    """Return a keyring of fresh random keys."""
    key_id = secrets.token_hex(_KEY_ID // 2)
    return Keyring(key_id, {key_id: new_key()}, new_key(), new_key())


def read_keyring(path: Path) -> Keyring:
    """Read a keyring file; raises DecryptionFailed with a sentence when it is damaged."""
    try:
        fields = json.loads(path.read_text())
        masters = {key_id: base64.b64decode(key) for key_id, key in fields["masters"].items()}
        ring = Keyring(
            fields["current"],
            masters,
            base64.b64decode(fields["blind"]),
            base64.b64decode(fields["audit"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DecryptionFailed(
            f"The keyring {path} cannot be read, or is damaged. {PUT_BACK}"
        ) from error
    if ring.current not in ring.masters:
        raise DecryptionFailed(f"The keyring {path} lacks its current key. {PUT_BACK}")
    return ring


def write_keyring(path: Path, ring: Keyring) -> None:
    """Put ``ring`` in the place of the file ``path`` (mode 600), whole or not at all."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(ring.as_json())
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()
