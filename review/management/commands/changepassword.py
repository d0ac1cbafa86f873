"""``manage.py changepassword NAME``: in place of Django's, which leaves no line in the trail."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from review.management.asking import new_password
from review.services import accounts


class Command(BaseCommand):
    """Sets somebody's password, typed twice; their sessions end and the trail says so."""

    help = "Set the password of an account; its sessions end."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whose."""
        parser.add_argument("username")

    def handle(self, *args: object, username: str, **options: object) -> None:
        """Ask for the password and set it, with its event."""
        account = User.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"There is no account {username}.")
        try:
            accounts.set_password(account, new_password())
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"The password of {username} is set; their sessions are over.")
