"""``migrate_then COMMAND [ARGUMENTS]``: bring the database up to date, then run the command.

``./krdl manage`` puts it before every command that needs the database. It asks the database once
and migrates only when something is missing, so that it costs next to nothing otherwise.
"""

import argparse
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command, execute_from_command_line
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from review import file_lock
from review.exceptions import DecryptionFailed
from review.models.keyring_mark import check_keyring


class Command(BaseCommand):
    help = "Migrate the database if it is behind, then run another command."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("command_line", nargs=argparse.REMAINDER, help="command, arguments")

    def handle(self, *args: Any, command_line: list[str], **options: Any) -> None:
        try:
            with file_lock.held(settings.KRDL_DATA_DIR / "migrate.lock", wait=True):
                self.migrate()
            check_keyring()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        except DecryptionFailed as error:
            raise CommandError(str(error)) from error
        execute_from_command_line([sys.argv[0], *command_line])

    def migrate(self) -> None:
        """Apply what is missing, saying so on stderr."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stderr.write("Bringing the database up to date.", self.style.NOTICE)
            call_command("migrate", interactive=False, verbosity=0)
