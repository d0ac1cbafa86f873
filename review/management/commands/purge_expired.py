"""``manage.py purge_expired [--dry-run]``."""

from argparse import ArgumentParser
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from review.exceptions import ActionDenied
from review.models import LicenseRecord
from review.services import disposal, retention


class Command(BaseCommand):
    """Destroys the data of records whose time of keeping (source, outcome) is over.

    ``--dry-run`` first: it lists them, and only what it listed is destroyed, within 24 hours.
    Records under a legal hold stay. The trail stays, with an entry for each destruction.
    """

    help = "Destroy what is kept no longer; a dry run of the last 24 hours comes first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the switch."""
        parser.add_argument("--dry-run", action="store_true", help="only list what would go")

    def handle(self, *args: object, dry_run: bool, **options: object) -> None:
        """List or destroy, with a line for each source and outcome."""
        if dry_run:
            self.tell(retention.dry_run(by=None), "would be destroyed")
            return
        try:
            self.tell(list(retention.purge(by=None)), "destroyed")
        except ActionDenied as refusal:
            raise CommandError(f"{refusal} Run: purge_expired --dry-run") from refusal
        while disposal.dispose_some():
            pass
        if left := disposal.waiting():
            self.stdout.write(f"{left} files are still to be deleted; the worker goes on.")

    def tell(self, records: list[LicenseRecord], word: str) -> None:
        """Print how many records of each source and outcome, and the sum last."""
        counted = Counter((record.source.key, record.state) for record in records)
        for (source, state), count in sorted(counted.items()):
            self.stdout.write(f"{source} {state}: {count}")
        self.stdout.write(f"{len(records)} records {word}")
