"""Rotating the master key: a fresh one wraps every record's own key anew, batch by batch.

What the records' keys seal (values, findings, pictures) stays as it is: nobody had those keys
without a master key. The site goes on working: both keys are in the ring until the older is
dropped, and whoever stops half-way goes on where rows are still under an older key.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import transaction

from review import encryption
from review.exceptions import ReviewError
from review.models import KeyringMark
from review.models.keyring_mark import check_keyring
from review.models.sealed import UnderMasterKey, keyring
from review.services import audit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BATCH = 500
VERB = "rotate keys"


class KeysInUse(ReviewError):
    """An older master key still wraps rows."""


def begin(*, by: User | None) -> bool:
    """Make a fresh master key the current one; False if an earlier rotation has rows left."""
    check_keyring()
    if next(_older_batches(), None):
        KeyringMark.keep(keyring())
        return False
    ring = keyring()
    fresh = ring.with_new_master()
    with transaction.atomic():
        audit.write(VERB, by=by, details={"from": ring.current, "to": fresh.current})
        encryption.write_keyring(Path(settings.KRDL_KEYRING), fresh)
        KeyringMark.keep(fresh)
    return True


def rewrap(*, by: User | None) -> Iterator[int]:
    """Wrap what is under older keys anew; yields the size of each batch once it is written.

    Rows that processes wrote meanwhile with the ring as it was are found by going over all again.
    """
    total, found = 0, True
    while found:
        found = False
        for batch in _older_batches():
            with transaction.atomic():
                total += sum(_rewrap_row(row) for row in batch)
            found = True
            yield len(batch)
    audit.write(VERB, by=by, details={"to": keyring().current, "rewrapped": total})


def drop_older(*, by: User | None) -> int:
    """Take older master keys out of the ring; raises KeysInUse while they wrap anything.

    Returns how many went. Backups made before open only with a copy of the ring as it was.
    """
    if next(_older_batches(), None):
        raise KeysInUse("Rows are still under an older key. Run rotate_keys first.")
    check_keyring()
    ring = keyring()
    gone = len(ring.masters) - 1
    if gone:
        KeyringMark.keep(ring)
        with transaction.atomic():
            audit.write(VERB, by=by, details={"dropped": gone, "kept": ring.current})
            encryption.write_keyring(Path(settings.KRDL_KEYRING), ring.current_only())
    return gone


def _older_batches() -> Iterator[list[UnderMasterKey]]:
    """Yield, in batches by primary key, the rows that an older master key wraps."""
    for model in apps.get_models():
        if issubclass(model, UnderMasterKey):
            yield from filter(None, map(_older, _batches(model)))


def _batches(model: type[UnderMasterKey]) -> Iterator[list[UnderMasterKey]]:
    """Yield all rows of ``model``; each batch is a query of its own, so that nothing stays open."""
    last = 0
    rows = model._default_manager.select_related(*model.MASTER_RELATED).order_by("pk")
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _older(rows: list[UnderMasterKey]) -> list[UnderMasterKey]:
    """Keep what an older key wraps; an empty column is a key that was destroyed."""
    ring = keyring()
    kept = ((row, bytes(getattr(row, row.MASTER_COLUMN))) for row in rows)
    return [row for row, wrapped in kept if wrapped and not ring.wraps(wrapped)]


def _rewrap_row(row: UnderMasterKey) -> int:
    """Wrap one row's column anew, unless it has changed or gone meanwhile; return rows written."""
    column = row.MASTER_COLUMN
    seen = bytes(getattr(row, column))
    anew = keyring().rewrap(seen, row.master_place())
    return type(row)._default_manager.filter(pk=row.pk, **{column: seen}).update(**{column: anew})
