"""``manage.py audit_close --until DATE [--to FOLDER] [--dry-run]``."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from review.exceptions import ReviewError
from review.services import audit_closing


class Command(BaseCommand):
    """Closes a period of the audit ledger that is older than the keeping time."""

    help = "Export and remove old lines of the audit ledger, leaving a checkpoint."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the day and where the file goes."""
        parser.add_argument("--until", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--to", type=Path, metavar="FOLDER", help="default: audit in the data")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be closed")

    def handle(
        self, *args: Any, until: date, to: Path | None, dry_run: bool, **options: Any
    ) -> None:
        """Close, or say what would be closed."""
        try:
            closing = audit_closing.period(until)
            if closing is None:
                self.stdout.write("nothing to close")
                return
            told = f"{len(closing)} events ({closing.first_seq}-{closing.last.seq})"
            if dry_run:
                self.stdout.write(f"would close {told}")
                return
            file = audit_closing.close(closing, to or settings.KRDL_DATA_DIR / "audit")
        except (ReviewError, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"closed {told}: {file}")
