"""``manage.py worker [--once]``."""

import signal
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from review import engine
from review.worker import Worker


class Command(BaseCommand):
    """Takes recognition jobs until it is told to stop; work under way is finished first."""

    help = "Recognize queued licenses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the number of threads."""
        parser.add_argument("--threads", type=int, default=engine.in_flight())

    def handle(self, *args: object, **options: object) -> None:
        """Run until SIGTERM or Ctrl-C."""
        worker = Worker(options["threads"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop.set())
        worker.run()
