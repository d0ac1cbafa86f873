"""How a backup folder is laid out, what its manifest says, and when a backup is removed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from review.exceptions import ReviewError

STAMP = "%Y%m%dT%H%M%S.%fZ"
DATABASE = "krdl.sqlite3"
MEDIA = "media"
MANIFEST = "manifest.json"


class BackupUnfit(ReviewError):
    """A backup is not there, not whole, or not for this installation; the sentence says which."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: its moment (UTC), the ledger's last line, SHA-256 of every file."""

    stamp: str
    events: int
    files: dict[str, str]

    def write(self, folder: Path) -> None:
        """Write the manifest; the last file of a backup, so that none is whole without it."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a manifest; raises BackupUnfit."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_text()))
        except (OSError, ValueError, TypeError) as error:
            raise BackupUnfit(f"{folder} is not a whole backup: no readable manifest.") from error


@dataclass(frozen=True)
class Backups:
    """A folder of backups."""

    root: Path

    def data(self, stamp: str) -> Path:
        """Return the folder of database and pictures."""
        return self.root / "data" / stamp

    def keys(self, stamp: str) -> Path:
        """Return the file of the records' wrapped keys."""
        return self.root / "keys" / f"{stamp}.json"

    def stamps(self) -> list[str]:
        """Return the moments of the whole backups, oldest first."""
        manifests = self.root.glob(f"data/[!.]*/{MANIFEST}")
        return sorted(file.parent.name for file in manifests)

    def newest(self) -> str:
        """Return the moment of the newest backup; raises BackupUnfit."""
        stamps = self.stamps()
        if not stamps:
            raise BackupUnfit(f"There is no whole backup in {self.root}.")
        return stamps[-1]

    def prune(self, days: int) -> list[str]:
        """Remove backups older than ``days``; return their moments. The newest always stays."""
        limit = stamp_of(datetime.now(UTC) - timedelta(days=days))
        gone = [stamp for stamp in self.stamps()[:-1] if stamp < limit]
        for stamp in gone:
            shutil.rmtree(self.data(stamp))
            self.keys(stamp).unlink(missing_ok=True)
        return gone


def now_stamp() -> str:
    """Return this moment as the name of a backup."""
    return stamp_of(datetime.now(UTC))


def stamp_of(moment: datetime) -> str:
    """Return a moment (UTC) as the name of a backup; later ones sort later."""
    return moment.strftime(STAMP)


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below ``folder`` but its manifest, by relative name."""
    return {
        str(file.relative_to(folder)): _digest(file)
        for file in _files(folder)
        if file.name != MANIFEST
    }


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file())


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
