"""``manage.py backup DIR``."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from review.backup.folder import Backups, BackupUnfit
from review.backup.take import take


class Command(BaseCommand):
    """Backs the embedded set-up (SQLite, local files) up while it runs; never the master key."""

    help = "Write a backup into DIR, and remove there those older than KRDL_BACKUP_DAYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder."""
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        """Write it and say what it holds and what it does not."""
        backups = Backups(folder)
        try:
            stamp = take(backups)
        except (BackupUnfit, OSError) as problem:
            raise CommandError(f"No backup was made: {problem}") from problem
        self.stdout.write(
            f"Database and images: {backups.data(stamp)}\n"
            f"Keys of the records, wrapped: {backups.keys(stamp)} (keep it apart from them)\n"
            f"The master key is not in it. It is in {settings.KRDL_KEYRING}: keep a copy of that "
            f"file in a third place, with destroyed.txt beside it."
        )
