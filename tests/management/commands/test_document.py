"""The README's drawn and tabled parts are those of the code."""

from django.core.management import call_command


def test_the_readme_is_current():
    call_command("document", check=True)
