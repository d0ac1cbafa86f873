"""``manage.py export_licenses --format csv|jsonl``."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from review.services import export


class Command(BaseCommand):
    """Streams approved records to standard output, masked unless a purpose is stated."""

    help = "Write approved records to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare format and purpose."""
        parser.add_argument("--format", choices=export.FORMATS, default="csv")
        parser.add_argument(
            "--purpose", default="", help="why whole numbers are needed; recorded in the trail"
        )

    def handle(self, *args: object, **options: object) -> None:
        """Write line by line, so that any number of records fits."""
        for line in export.export(by=None, fmt=options["format"], purpose=options["purpose"]):
            self.stdout.write(line, ending="")
