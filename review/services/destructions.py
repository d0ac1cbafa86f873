"""Which records' data were destroyed: remembered beside the keys, so that a restore repeats it.

A backup taken before still holds what was destroyed since. The list lies in the folder of the keys
(``destroyed.txt``, one uid a line), which is kept apart from the data. A record that is destroyed
in the database is on it too, whether or not the list could be written at the time.
"""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings

from review.models import LicenseRecord

log = logging.getLogger(__name__)


def known(*, by: None = None) -> set[str]:
    """Return the uids of all records destroyed so far, and bring the list up to date."""
    gone = LicenseRecord.objects.filter(purged_at__isnull=False).values_list("uid", flat=True)
    on_it = listed()
    missing = sorted({str(uid) for uid in gone} - on_it)
    if missing:
        with _file().open("a") as file:
            file.writelines(f"{uid}\n" for uid in missing)
    return on_it | set(missing)


def listed(*, by: None = None) -> set[str]:
    """Return the uids on the list alone, for when the database cannot be asked."""
    return set(_file().read_text().split()) if _file().exists() else set()


def note(*, by: None = None) -> None:
    """Bring the list up to date; where it cannot be written, the next backup does it."""
    try:
        known()
    except OSError as error:
        log.warning("The list of destroyed records was not written: %s", type(error).__name__)


def _file() -> Path:
    return Path(settings.KRDL_KEYRING).parent / "destroyed.txt"
