"""``manage.py create_demo``: what the first start of ``./krdl run`` calls."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from review.services import demo
from review.services.staff import DEMO_STAFF


class Command(BaseCommand):
    """Creates demo staff and 12 queued specimens on an empty database; does nothing otherwise."""

    help = "Create demo staff and specimen licenses on an empty database."

    def handle(self, *args: object, **options: object) -> None:
        """Print one JSON line: the user names, and the password if it was made up now."""
        if settings.KRDL_PRODUCTION:
            raise CommandError("KRDL_PRODUCTION is set: accounts of one known password stay out.")
        password, users = None, []
        if demo.is_empty():
            chosen = demo.create(password=settings.KRDL_DEMO_PASSWORD)
            password = None if settings.KRDL_DEMO_PASSWORD else chosen
            users = [name for name, _shown, _role in DEMO_STAFF]
        self.stdout.write(json.dumps({"users": users, "password": password}))
