"""``manage.py document [--check]``: writes into the README what is data elsewhere."""

import re
from argparse import ArgumentParser
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from review import workflow
from review.ocr import errors


def state_diagram() -> str:
    """Return the workflow's table as a diagram."""
    return f"```mermaid\n{workflow.diagram()}\n```"


def error_table() -> str:
    """Return every code with what becomes of the call."""
    lines = ["| Code | Outcome | Same bytes again | Meaning |", "|---|---|---|---|"]
    for row in errors.TABLE.values():
        again = "while the job lives" if row.retries is None else f"{row.retries} times"
        outcome = row.outcome.value.replace("_", " ")
        lines.append(f"| `{row.code}` | {outcome} | {again} | {row.en} |")
    return "\n".join(lines)


BLOCKS: dict[str, Callable[[], str]] = {"states": state_diagram, "errors": error_table}


class Command(BaseCommand):
    """Keeps the state diagram and the error table of the README those of the code."""

    help = "Write the README's state diagram and error table."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the check."""
        parser.add_argument("--check", action="store_true", help="only tell whether it is current")

    def handle(self, *args: object, **options: object) -> None:
        """Write the blocks, or raise CommandError if they are not current."""
        path = settings.BASE_DIR / "README.md"
        text = path.read_text(encoding="utf-8")
        written = text
        for name, make in BLOCKS.items():
            written = _replaced(written, name, make())
        if options["check"] and written != text:
            raise CommandError("README.md is not current. Run: ./krdl manage document")
        path.write_text(written, encoding="utf-8")


def _replaced(text: str, name: str, block: str) -> str:
    """Put ``block`` between the markers ``name``; raises CommandError where there are none."""
    pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda match: f"{match[1]}{block}\n{match[2]}", text)
    if count != 1:
        raise CommandError(f"README.md has {count} places for {name}.")
    return replaced
