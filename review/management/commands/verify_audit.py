"""``manage.py verify_audit``."""

import sys

from django.core.management.base import BaseCommand

from review.models import AuditEvent
from review.services import audit


class Command(BaseCommand):
    """Recomputes the whole audit chain; exit 1 on any gap, edit, deletion or forged line."""

    help = "Verify the audit ledger."

    def handle(self, *args: object, **options: object) -> None:
        """Print each broken line's number, and ``events N, broken M`` last."""
        broken = list(audit.broken_lines())
        for seq in broken:
            self.stdout.write(f"broken {seq}")
        self.stdout.write(f"events {AuditEvent.objects.count()}, broken {len(broken)}")
        if broken:
            sys.exit(1)
