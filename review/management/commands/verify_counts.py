"""Compare the kept counts of the states with the records; the last line tells the result."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from review.services import counts
from review.workflow import State


class Command(BaseCommand):
    help = "Compare the queue's kept counts with the records: states N, wrong M."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="put the counts right")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        wrong = counts.repair(by=None) if repair else counts.drift()
        for state, number in sorted(wrong.items()):
            self.stdout.write(f"{state}: {number:+} record(s) not in the count")
        self.stdout.write(f"states {len(State)}, wrong {len(wrong)}")
        if wrong and not repair:
            sys.exit(1)
