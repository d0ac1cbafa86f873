"""Who may call: where the service looks key pairs up.

The pair of the environment is one source; a file and a callable (for pairs kept in a database)
are others. A source is asked at every request, so that a revoked key ends at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from review.ocr.signing import Key


class KeyStore(Protocol):
    """A source of key pairs."""

    def find(self, secret_id: str) -> Key | None:
        """Return the pair, or None if it is unknown or revoked."""

    def used(self, secret_id: str, when: float) -> None:
        """Note that a request was signed with the pair at ``when`` (Unix seconds)."""


class FixedKeys:
    """Pairs known at the start."""

    def __init__(self, *keys: Key) -> None:
        self._keys = {key.secret_id: key for key in keys}
        self.last_used: dict[str, float] = {}

    @classmethod
    def from_environment(cls) -> FixedKeys:
        """Return the pair of ``KRDL_OCR_SECRET_ID`` and ``KRDL_OCR_SECRET_KEY``, if set."""
        secret_id = os.environ.get("KRDL_OCR_SECRET_ID", "")
        secret_key = os.environ.get("KRDL_OCR_SECRET_KEY", "")
        return cls(Key(secret_id, secret_key)) if secret_id and secret_key else cls()

    def find(self, secret_id: str) -> Key | None:
        """Return the pair, or None."""
        return self._keys.get(secret_id)

    def used(self, secret_id: str, when: float) -> None:
        """Remember the time for as long as the process lives."""
        self.last_used[secret_id] = when


class FileKeys:
    """Pairs of a JSON file ``{secret id: secret key}``, read anew whenever it changes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._keys = FixedKeys()

    def find(self, secret_id: str) -> Key | None:
        """Return the pair, or None; a file that is absent or damaged holds none."""
        self._refresh()
        return self._keys.find(secret_id)

    def used(self, secret_id: str, when: float) -> None:
        """Remember the time for as long as the process lives."""
        self._keys.used(secret_id, when)

    def _refresh(self) -> None:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp != self._seen:
                pairs = dict(json.loads(self._path.read_text(encoding="utf-8")))
                self._keys = FixedKeys(*(Key(name, str(text)) for name, text in pairs.items()))
                self._seen = stamp
        except (OSError, ValueError, TypeError):
            self._keys, self._seen = FixedKeys(), None


@dataclass(frozen=True)
class CallableKeys:
    """Pairs kept elsewhere, in a database for example."""

    lookup: Callable[[str], Key | None]
    note: Callable[[str, float], None]

    def find(self, secret_id: str) -> Key | None:
        """Return the pair, or None."""
        return self.lookup(secret_id)

    def used(self, secret_id: str, when: float) -> None:
        """Pass the time on."""
        self.note(secret_id, when)


class ChainedKeys:
    """Several sources, asked in order."""

    def __init__(self, sources: Sequence[KeyStore]) -> None:
        self._sources = tuple(sources)

    def find(self, secret_id: str) -> Key | None:
        """Return the first source's pair, or None."""
        source = self._source(secret_id)
        return source.find(secret_id) if source else None

    def used(self, secret_id: str, when: float) -> None:
        """Tell the source that holds the pair."""
        source = self._source(secret_id)
        if source:
            source.used(secret_id, when)

    def _source(self, secret_id: str) -> KeyStore | None:
        return next((one for one in self._sources if one.find(secret_id) is not None), None)
