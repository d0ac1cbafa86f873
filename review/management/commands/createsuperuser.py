"""``manage.py createsuperuser``: in place of Django's, which leaves no line in the trail."""

import os
from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from review.management.asking import new_password
from review.services import accounts

_NAME, _EMAIL = "DJANGO_SUPERUSER_USERNAME", "DJANGO_SUPERUSER_EMAIL"
_PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 - the name of a variable


class Command(BaseCommand):
    """Opens an administrator's account, who gives out the first roles; the trail says so."""

    help = "Open an administrator's account; asks for what is not told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what can be told."""
        parser.add_argument("--username", default=os.environ.get(_NAME))
        parser.add_argument("--email", default=os.environ.get(_EMAIL))
        parser.add_argument(
            "--noinput",
            "--no-input",
            action="store_false",
            dest="interactive",
            help=f"ask nothing; the password is in {_PASSWORD} (without: single sign-on only)",
        )

    def handle(
        self,
        *args: object,
        username: str | None,
        email: str | None,
        interactive: bool,
        **options: object,
    ) -> None:
        """Open the account, with its event."""
        if interactive:
            username = username or input("Username: ")
            email = input("Email address: ") if email is None else email
        password = new_password() if interactive else os.environ.get(_PASSWORD)
        try:
            accounts.open_administrator(username or "", email=email or "", password=password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{username} is an administrator.")
