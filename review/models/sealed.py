"""Sealed columns: plain values in Python, AES-256-GCM under the record's key in the table."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Protocol

from django.conf import settings

from review import encryption


@lru_cache(maxsize=1)
def keyring() -> encryption.Keyring:
    """Return the keyring of this installation, read once a process."""
    return encryption.read_keyring(settings.KRDL_KEYRING)


class HasRecordKey(Protocol):
    """A row that belongs to a record, and knows its own place inside that record."""

    def record_key(self) -> bytes: ...

    def place(self, column: str) -> str: ...


class SealedText:
    """Descriptor: text kept in the binary column ``column`` of the same row."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        """Return the plain text ("" where nothing is kept); raises DecryptionFailed."""
        if row is None:
            return self
        sealed = getattr(row, self.column)
        if not sealed:
            return self.load("")
        plain = encryption.unseal(row.record_key(), bytes(sealed), row.place(self.column))
        return self.load(plain.decode())

    def __set__(self, row: HasRecordKey, value: Any) -> None:
        """Seal ``value`` into the column; the row is not saved."""
        plain = self.dump(value).encode()
        setattr(row, self.column, encryption.seal(row.record_key(), plain, row.place(self.column)))

    def load(self, text: str) -> Any:
        """Turn the kept text into the value."""
        return text

    def dump(self, value: Any) -> str:
        """Turn the value into the text to keep."""
        return str(value)


class SealedJson(SealedText):
    """The same for a value that JSON can hold; None where nothing is kept."""

    def load(self, text: str) -> Any:
        """Parse the kept text."""
        return json.loads(text) if text else None

    def dump(self, value: Any) -> str:
        """Serialize the value, Korean text as it is."""
        return json.dumps(value, ensure_ascii=False)
