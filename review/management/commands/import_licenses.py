"""``manage.py import_licenses FOLDER [--source NAME]``."""

import sys
from argparse import ArgumentParser
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import track

from review.exceptions import ActionDenied, ImageRefused
from review.masking import mask_text
from review.models import LicenseRecord, Source
from review.services import intake, sources
from review.services.staff import importer


class Command(BaseCommand):
    """Takes every file of a folder in, each with the answer the upload page would give."""

    help = "Take in every file of a folder; answers file by file, exit 1 if any was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare folder, source and uploader."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--source", default="", help="name of the source (made if new)")
        parser.add_argument("--user", default="", help="user name of the uploader")

    def handle(self, *args: object, **options: object) -> None:
        """Print ``file: answer`` for each file; raises CommandError for a folder that is none."""
        folder = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        uploader = self._uploader(options["user"])
        source = self._source(options["source"])
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        refused = sum(not self._take(path, uploader, source) for path in self._tracked(files))
        self.stdout.write(f"{len(files) - refused} accepted, {refused} refused")
        if refused:
            sys.exit(1)

    def _tracked(self, files: list[Path]) -> object:
        console = Console(file=sys.stderr)
        return track(files, "import", console=console, disable=not console.is_terminal)

    def _take(self, path: Path, uploader: object, source: Source | None) -> bool:
        name = mask_text(path.name)
        try:
            record = intake.upload(path.read_bytes(), by=uploader, source=source, name=path.name)
        except ImageRefused as refused:
            there = refused.duplicate_of
            known = f" {LicenseRecord(pk=there).number}" if there else ""
            self.stdout.write(f"{name}: {refused}{known}")
            return False
        except OSError as problem:
            self.stdout.write(f"{name}: {problem.strerror}")
            return False
        self.stdout.write(f"{name}: {record.number}")
        return True

    def _source(self, name: str) -> Source | None:
        try:
            return sources.named(name) if name else None
        except ActionDenied as refusal:
            raise CommandError(str(refusal)) from refusal

    def _uploader(self, name: str) -> object:
        if not name:
            return importer()
        user = get_user_model().objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no user {name}.")
        return user
