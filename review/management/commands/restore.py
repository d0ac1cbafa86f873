"""``manage.py restore DIR [--backup STAMP]``."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from review import file_lock
from review.backup.folder import Backups, BackupUnfit
from review.backup.restore import restore


class Command(BaseCommand):
    """Puts a backup back: verified first, destroyed again what was destroyed since, then served."""

    help = "Restore the newest backup in DIR (or the one named) while the site is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the moment."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--backup", default="", metavar="STAMP", help="which one (the newest)")

    def handle(self, *args: object, folder: Path, backup: str, **options: object) -> None:
        """Restore with the site's own lock held, so that nothing serves meanwhile."""
        try:
            with file_lock.held(settings.KRDL_DATA_DIR / "up.lock", wait=False):
                stamp = backup or Backups(folder).newest()
                done = restore(Backups(folder), stamp)
        except file_lock.AlreadyHeldError as error:
            raise CommandError("The site is running on this data folder. Stop it first.") from error
        except (BackupUnfit, OSError) as problem:
            raise CommandError(str(problem)) from problem
        if done.from_list_alone:
            self.stderr.write(
                "The former database could not be read: what was destroyed since is known from "
                "destroyed.txt beside the keyring alone."
            )
        self.stdout.write(
            f"Restored {stamp}; {done.destroyed} records destroyed again; "
            f"events {done.events}, broken 0. What was here is in {done.aside}: remove it "
            "when you no longer need it."
        )
