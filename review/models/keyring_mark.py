"""Which keyring this database's data is sealed with, so that no other one writes into it.

Sealing goes by whatever keyring lies in the place. A wrong one would open nothing, but write: lines
of the ledger that nobody verifies, records that the right keyring cannot open later.
"""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.db import models

from review.encryption import PUT_BACK, Keyring
from review.exceptions import DecryptionFailed, WrongKeyring
from review.models.sealed import UnderMasterKey, keyring


class KeyringMark(models.Model):
    """Check values of the keyring in use: one row, noted at the first use, moved by a rotation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    shared = models.CharField(max_length=64)
    master_id = models.CharField(max_length=8)
    master = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return which master key was the last one made here."""
        return f"keyring with {self.master_id}"

    @classmethod
    def keep(cls, ring: Keyring) -> None:
        """Note ``ring`` as the one from now on, after a rotation."""
        cls.objects.update_or_create(pk=1, defaults=_values(ring))

    @staticmethod
    def note_first(ring: Keyring) -> KeyringMark:
        """Note ``ring`` where none is yet and it opens what is here; raises WrongKeyring."""
        _check_it_opens(ring)
        KeyringMark.objects.bulk_create([KeyringMark(pk=1, **_values(ring))], ignore_conflicts=True)
        return KeyringMark.objects.get(pk=1)

    def fits(self, ring: Keyring) -> bool:
        """Return whether ``ring`` is this keyring, or what a rotation made of it."""
        if self.master_id not in ring.masters:
            return False
        told = (self.shared, self.master)
        return told == (ring.check_value(), ring.check_value_of_master(self.master_id))


def check_keyring() -> None:
    """Raise DecryptionFailed unless the keyring in its place is the one of this database.

    A ring that fitted once is not asked again in this process; another file is.
    """
    ring = keyring()
    if ring is _Seen.ring:
        return
    mark = KeyringMark.objects.filter(pk=1).first() or KeyringMark.note_first(ring)
    if not mark.fits(ring):
        raise wrong()
    _Seen.ring = ring


def wrong() -> WrongKeyring:
    """Return the refusal of a keyring that is not this database's."""
    return WrongKeyring(
        f"The keyring {settings.KRDL_KEYRING} is not the one that this database was sealed with."
        f" {PUT_BACK.replace('it', 'that one', 1)}"
    )


class _Seen:
    """The ring that this process found fitting."""

    ring: Keyring | None = None


def _values(ring: Keyring) -> dict[str, str]:
    master = ring.check_value_of_master(ring.current)
    return {"shared": ring.check_value(), "master_id": ring.current, "master": master}


def _check_it_opens(ring: Keyring) -> None:
    """Raise WrongKeyring unless ``ring`` opens the oldest and the newest key of every kind.

    The newest alone may have been made with ``ring`` a moment ago, in the same transaction.
    """
    for model in apps.get_models():
        if issubclass(model, UnderMasterKey):
            rows = model._default_manager.exclude(**{model.MASTER_COLUMN: b""})
            rows = rows.select_related(*model.MASTER_RELATED).order_by("pk")
            for row in filter(None, (rows.first(), rows.last())):
                _check_row(ring, row)


def _check_row(ring: Keyring, row: UnderMasterKey) -> None:
    try:
        ring.unwrap(bytes(getattr(row, row.MASTER_COLUMN)), row.master_place())
    except DecryptionFailed as error:
        raise wrong() from error
