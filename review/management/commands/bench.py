"""``./krdl bench [NAME] [ARGUMENTS]``: measure one part, or list what can be measured."""

import argparse
import importlib
import pkgutil
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review import bench


class Command(BaseCommand):
    help = "Measure one part of the site; without a name, list the parts."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="a module of review/bench")
        parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what it takes itself")

    def handle(self, *args: Any, name: str | None, arguments: list[str], **options: Any) -> None:
        names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__))
        if name is None:
            self.stdout.write("\n".join(names))
        elif name not in names:
            raise CommandError(f"There is no bench {name!r}; there are: {', '.join(names)}.")
        else:
            sys.exit(importlib.import_module(f"review.bench.{name}").main(arguments))
