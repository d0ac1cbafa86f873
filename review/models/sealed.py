"""Sealed columns: plain values in Python, AES-256-GCM under the record's key in the table."""

from __future__ import annotations

import json
from abc import abstractmethod
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.db import models

from review import encryption
from review.exceptions import DecryptionFailed


def keyring() -> encryption.Keyring:
    """Return the keyring of this installation; raises DecryptionFailed.

    It is read again when its file is another one, so that a rotation reaches what is running.
    """
    path = Path(settings.KRDL_KEYRING)
    try:
        seen = path.stat()
    except OSError as error:
        why = "is lost" if isinstance(error, FileNotFoundError) else "cannot be read"
        raise DecryptionFailed(f"The keyring {path} {why}. {encryption.PUT_BACK}") from error
    return _read(path, seen.st_mtime_ns, seen.st_ino)


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int, _file: int) -> encryption.Keyring:
    return encryption.read_keyring(path)


class UnderMasterKey(models.Model):
    """A row whose column ``MASTER_COLUMN`` is wrapped by a master key; rotation wraps it anew."""

    MASTER_COLUMN: ClassVar[str]
    MASTER_RELATED: ClassVar[tuple[str, ...]] = ()
    """What to read along with the row to know its place."""

    class Meta:
        abstract = True

    @abstractmethod
    def master_place(self) -> str:
        """Return the place the column is bound to."""


class SingleKey(UnderMasterKey):
    """A key of the whole office, wrapped by the master key: one row, made at the first use."""

    MASTER_COLUMN = "wrapped"
    PLACE: ClassVar[str]

    wrapped = models.BinaryField()

    class Meta:
        abstract = True

    def master_place(self) -> str:
        """Return the place the key is bound to."""
        return self.PLACE

    @classmethod
    def key(cls) -> bytes:
        """Return the 32 bytes; raises DecryptionFailed."""
        fresh = {"wrapped": keyring().wrap(encryption.new_key(), cls.PLACE)}
        row, _created = cls._default_manager.get_or_create(pk=1, defaults=fresh)
        return keyring().unwrap(bytes(row.wrapped), cls.PLACE)


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


def sealed_attributes(model: type) -> dict[str, SealedText]:
    """Return the sealed attributes of a model by name."""
    return {name: each for name, each in vars(model).items() if isinstance(each, SealedText)}


class SealedJson(SealedText):
    """The same for a value that JSON can hold; None where nothing is kept."""

    def load(self, text: str) -> Any:
        """Parse the kept text."""
        return json.loads(text) if text else None

    def dump(self, value: Any) -> str:
        """Serialize the value, Korean text as it is."""
        return json.dumps(value, ensure_ascii=False)
