"""What commands ask a person at the terminal."""

from getpass import getpass

from django.core.management.base import CommandError


def new_password() -> str:
    """Return a password typed twice, unseen; raises CommandError where the two differ."""
    first, again = getpass("Password: "), getpass("Password (again): ")
    if first != again:
        raise CommandError("The two passwords differ. Nothing was changed.")
    return first
