"""Typed readers of the environment, and the secrets that a data folder generates for itself."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Return the variable ``name``, or ``default`` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes/no variable; raises ImproperlyConfigured for another word."""
    value = os.environ.get(name)
    if value is None:
        return default
    word = value.strip().lower()
    if word not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")
    return word in _TRUE


def number(name: str, default: int, *, low: int = 0) -> int:
    """Return a whole number of at least ``low``; raises ImproperlyConfigured otherwise."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < low:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number from {low}.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without blanks; the word none stands for none."""
    value = text(name, default)
    return [word.strip() for word in value.split(",") if word.strip() and value != "none"]


def choices(name: str, allowed: Iterable[str], default: str = "") -> list[str]:
    """Return the words of a variable; raises ImproperlyConfigured for one not ``allowed``."""
    chosen, known = words(name, default), sorted(allowed)
    wrong = sorted(set(chosen) - set(known))
    if wrong:
        raise ImproperlyConfigured(
            f"{name} names {', '.join(map(repr, wrong))}; choose among {', '.join(known)}, or none."
        )
    return chosen


def private_file(path: Path, make: str) -> str:
    """Return the text of ``path``, written with ``make`` (mode 600) if it is not there yet.

    The file is created exclusively, so that two processes that start together agree on one text.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(make)
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
        partial.unlink()
    return path.read_text()
