"""``manage.py rotate_keys [--drop-older]``."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from review.exceptions import DecryptionFailed
from review.models.sealed import keyring
from review.services import key_rotation


class Command(BaseCommand):
    """Makes a fresh master key and wraps every record's key with it, while the site runs.

    It may be stopped at any moment: the next call goes on where this one was. Older keys stay in
    the keyring until ``--drop-older`` takes out those that wrap nothing any more.
    """

    help = "Rotate the master key; resumable, with the site running."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the switch."""
        parser.add_argument(
            "--drop-older", action="store_true", help="take unused older keys out of the keyring"
        )

    def handle(self, *args: object, drop_older: bool, **options: object) -> None:
        """Rotate or drop, and say what to do next."""
        try:
            self.drop() if drop_older else self.rotate()
        except (key_rotation.KeysInUse, DecryptionFailed) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as error:
            raise CommandError(f"The keyring cannot be written: {error.strerror}.") from error

    def rotate(self) -> None:
        """Make a fresh key, unless an earlier rotation is unfinished; then wrap all rows anew."""
        fresh = key_rotation.begin(by=None)
        self.stdout.write("Fresh master key." if fresh else "Going on with an earlier rotation.")
        done = 0
        for count in key_rotation.rewrap(by=None):
            done += count
            self.stdout.write(f"  {done} keys wrapped anew")
        self.stdout.write(
            f"Done: {done} keys under {keyring().current}. Copy the keyring to where you keep it. "
            "`rotate_keys --drop-older` then takes out the older key; only older backups need it."
        )

    def drop(self) -> None:
        """Take older keys out."""
        self.stdout.write(f"{key_rotation.drop_older(by=None)} older keys taken out.")
