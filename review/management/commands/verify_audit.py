"""``manage.py verify_audit [--head SEQ:MAC] [--closed FILE]``."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review.exceptions import LedgerBroken
from review.models import AuditEvent
from review.services import audit_chain, audit_closing, audit_heads


class Command(BaseCommand):
    """Recomputes the whole chain; exit 1 on any gap, edit, deletion, swap, forged or cut tail."""

    help = "Verify the audit ledger, or the file of a closed period."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to verify against."""
        head = "a head kept elsewhere, as the log tells it"
        parser.add_argument("--head", action="append", default=[], metavar="SEQ:MAC", help=head)
        closed = "verify this file of a closed period instead of the ledger"
        parser.add_argument("--closed", type=Path, metavar="FILE", help=closed)

    def handle(self, *args: Any, head: list[str], closed: Path | None, **options: Any) -> None:
        """Print what is broken, and ``events N, broken M`` last."""
        events, found = _closed(closed) if closed else self._ledger(head)
        for each in found:
            self.stdout.write(f"broken {each}")
        if not found and not closed:
            self._export()
        self.stdout.write(f"events {events}, broken {audit_chain.count(found)}")
        if found:
            sys.exit(1)

    def _ledger(self, told: list[str]) -> tuple[int, list[audit_chain.Break]]:
        for exported in audit_heads.standing():
            if exported.note:
                self.stdout.write(f"note: {exported.note}")
        try:
            kept = [audit_heads.parse(text) for text in told]
        except ValueError as error:
            raise CommandError("--head takes SEQ:MAC, as the log tells it.") from error
        return AuditEvent.objects.count(), list(audit_chain.breaks(kept))

    def _export(self) -> None:
        try:
            audit_heads.export()
        except LedgerBroken as changed:
            raise CommandError(str(changed)) from changed


def _closed(file: Path) -> tuple[int, list[audit_chain.Break]]:
    try:
        return audit_closing.events_in(file), list(audit_closing.broken_in(file))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
