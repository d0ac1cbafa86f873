"""Field values as the desk shows them: dates as on the card, numbers masked until revealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from review import masking
from review.license_fields import BY_NAME, UNIQUE_IDENTIFIERS, Kind
from review.quality import dates

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


def called(person: AbstractUser) -> str:
    """Return how a colleague is called on the screen."""
    return person.get_full_name() or person.get_username()


def as_on_card(name: str, value: str) -> str:
    """Return ``value`` (API form) as the card prints it; what is no date stays as it is."""
    kind = BY_NAME[name].kind if name in BY_NAME else Kind.TEXT
    if kind is Kind.DATE and (day := dates.parse_api(value)):
        return dates.format_card(day)
    if kind is Kind.PERIOD and (period := dates.parse_period(value)):
        return f"{dates.format_card(period.start)} ~ {dates.format_card(period.end)}"
    return value


def shown(name: str, value: str, *, revealed: bool) -> str:
    """Return ``value`` as this person may see it now."""
    return as_on_card(name, value) if revealed else as_on_card(name, masking.mask(name, value))


def as_read(name: str, raw: str, *, revealed: bool) -> str:
    """Return a raw reading letter by letter, as this person may see it now."""
    return raw if revealed else masking.mask(name, raw)


def is_covered(name: str, *values: str, revealed: bool) -> bool:
    """Return whether a field is shown masked: an identifier, or ``values`` that quote one."""
    quotes = any(masking.mask(name, value) != value for value in values)
    return not revealed and (name in UNIQUE_IDENTIFIERS or quotes)
