"""What a person chose for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from review.models import Preference

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def choose_language(language: str, *, by: User) -> None:
    """Keep the language (``ko`` or ``en``) that ``by`` reads, for every device."""
    Preference.objects.update_or_create(user=by, defaults={"language": language})
