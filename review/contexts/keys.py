"""A person's keys as the screen shows them: on buttons, in the overview, and for the script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from review.desk_keys import DESK, KEYS, SECTIONS, cap_of
from review.services import preference

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# What no person can change: browsers and screen readers rely on it.
FIXED = (
    (_("Next and previous field"), ("Tab", "Shift Tab")),
    (_("Drop what is not saved; close what is open"), ("Esc",)),
    (_("Take back what is typed, then what was saved"), ("Ctrl Z",)),
    (_("Move the image that has the focus"), ("←", "→", "↑", "↓")),
)


@dataclass(frozen=True)
class Shown:
    """A group of acts and the caps of their keys."""

    title: str | Promise
    keys: tuple[tuple[str | Promise, tuple[str, ...]], ...]


def overview(user: User) -> dict[str, Any]:
    """Return what the overview lists and what the script needs: the person's own keys."""
    chosen = preference.keys_of(user)
    sections = [
        Shown(
            section.title,
            tuple((key.label, _caps(chosen.codes[key.name])) for key in section.keys),
        )
        for section in SECTIONS
    ]
    return {
        "sections": [*sections, Shown(_("Always"), FIXED)],
        "bindings": {
            code: name for name, code in chosen.codes.items() if code and KEYS[name].page == DESK
        },
        "single": chosen.single,
    }


def cap(user: User, name: str) -> str:
    """Return what stands on the person's key for the act ``name``; "" where there is none."""
    return cap_of(preference.keys_of(user).codes[name])


def place(user: User, name: str) -> SafeString:
    """Return the attributes by which a page's own script knows the key of ``name``."""
    chosen = preference.keys_of(user)
    alt = SafeString("" if chosen.single else " data-alt")
    shortcut = cap_of(chosen.codes[name])
    return format_html('data-code="{}" aria-keyshortcuts="{}"{}', chosen.codes[name], shortcut, alt)


def _caps(code: str) -> tuple[str, ...]:
    return tuple(cap_of(code).split(" ")) if code else ()
