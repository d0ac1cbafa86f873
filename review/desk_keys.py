"""The keys of the desk: what each does, the key it has by default, and which keys can be chosen.

A key is known by its place (``KeyboardEvent.code``), so that it works with any layout on. Letters,
digits and signs act alone outside text fields and with the left Alt inside them; Enter may have
Ctrl or Shift with it and acts everywhere. ``static/krdl/keys.js`` acts on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DESK, QUEUE = "desk", "queue"


@dataclass(frozen=True)
class DeskKey:
    """One act with a key: its name in scripts and templates, its words, where it acts."""

    name: str
    label: str | Promise
    default: str
    page: str = DESK


@dataclass(frozen=True)
class Section:
    """Acts that belong together."""

    title: str | Promise
    keys: tuple[DeskKey, ...]


SECTIONS = (
    Section(
        _("Fields"),
        (
            DeskKey("confirm", _("Confirm, then the next doubtful field"), "Enter"),
            DeskKey("back", _("Back to the doubtful field before"), "Shift+Enter"),
            DeskKey("next-doubt", _("Next doubtful field"), "KeyJ"),
            DeskKey("previous-doubt", _("Previous doubtful field"), "KeyK"),
            DeskKey("take-1", _("Take suggestion 1"), "KeyZ"),
            DeskKey("take-2", _("Take suggestion 2"), "KeyX"),
            DeskKey("take-3", _("Take suggestion 3"), "KeyC"),
        ),
    ),
    Section(
        _("Image"),
        (
            DeskKey("turn-left", _("Turn left"), "BracketLeft"),
            DeskKey("turn-right", _("Turn right"), "BracketRight"),
            DeskKey("zoom-out", _("Zoom out"), "Minus"),
            DeskKey("zoom-in", _("Zoom in"), "Equal"),
            DeskKey("reset", _("Reset"), "Digit0"),
            DeskKey("contrast", _("Contrast"), "KeyQ"),
            DeskKey("bright", _("Brightness"), "KeyW"),
            DeskKey("loupe", _("Loupe"), "KeyL"),
            DeskKey("dim", _("Show only the working field"), "KeyM"),
            DeskKey("full", _("Full screen"), "KeyP"),
        ),
    ),
    Section(
        _("Record"),
        (
            DeskKey("submit", _("Submit: accept; approve the proposal"), "Ctrl+Enter"),
            DeskKey("reject", _("Submit: reject…"), "KeyR"),
            DeskKey("send-back", _("Send back…"), "KeyA"),
            DeskKey("skip", _("Skip…"), "KeyN"),
            DeskKey("escalate", _("Escalate…"), "KeyY"),
            DeskKey("reveal", _("Reveal the numbers"), "KeyU"),
            DeskKey("history", _("History"), "KeyI"),
            DeskKey("keys", _("Keys"), "Slash"),
        ),
    ),
    Section(_("Queue"), (DeskKey("next", _("Claim the next record"), "KeyN", QUEUE),)),
)
KEYS = {key.name: key for section in SECTIONS for key in section.keys}
DEFAULTS = {key.name: key.default for key in KEYS.values()}

_SIGNS = {
    "Backquote": "`", "Minus": "-", "Equal": "=", "BracketLeft": "[", "BracketRight": "]",
    "Backslash": "\\", "Semicolon": ";", "Quote": "'", "Comma": ",", "Period": ".", "Slash": "/",
}  # fmt: skip
_LETTERS = {f"Key{letter}": letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_DIGITS = {f"Digit{digit}": digit for digit in "0123456789"}
_ENTERS = {
    "Enter": "Enter",
    "Ctrl+Enter": "Ctrl ⏎",
    "Shift+Enter": "Shift ⏎",
    "Ctrl+Shift+Enter": "Ctrl Shift ⏎",
}
CAPS = _LETTERS | _DIGITS | _SIGNS | _ENTERS
"""Every key that can be chosen, and what is written on it."""

_BY_CAP = {cap.casefold(): code for code, cap in CAPS.items()}
_BY_CAP |= {code.replace("+", " ").casefold(): code for code in _ENTERS}


def code_of(written: str) -> str | None:
    """Return the key that a person means by ``written`` (``j``, ``[``, ``Ctrl+Enter``), or None."""
    words = " ".join(written.replace("+", " ").split()) or written.strip()
    return _BY_CAP.get("/" if words == "?" else words.casefold())


def cap_of(code: str) -> str:
    """Return what stands on the key ``code``; the key of the overview is known as ``?``."""
    return CAPS.get(code, "")


def twice_given(codes: Mapping[str, str]) -> list[tuple[DeskKey, DeskKey]]:
    """Return the pairs of acts that would share a key on one page."""
    taken: dict[tuple[str, str], DeskKey] = {}
    pairs = []
    for key in KEYS.values():
        place = (key.page, codes.get(key.name, ""))
        if place[1] and place in taken:
            pairs.append((taken[place], key))
        taken.setdefault(place, key)
    return pairs
