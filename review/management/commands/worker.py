"""``manage.py worker [--once]``."""

import signal
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from review import engine
from review.exceptions import DecryptionFailed
from review.models.keyring_mark import check_keyring
from review.worker import Worker


class Command(BaseCommand):
    """Takes recognition jobs until it is told to stop; work under way is finished first."""

    help = "Recognize queued licenses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the number of threads."""
        parser.add_argument("--threads", type=int, default=engine.in_flight())

    def handle(self, *args: object, **options: object) -> None:
        """Run until SIGTERM or Ctrl-C; not at all with another database's keyring."""
        try:
            check_keyring()
        except DatabaseError:
            pass  # away for now: whatever is written asks again
        except DecryptionFailed as error:
            raise CommandError(str(error)) from error
        worker = Worker(options["threads"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
        worker.run()
