"""The keys of the desk, as the overlay lists them; ``static/krdl/keys.js`` acts on them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Section:
    """A group of keys: what each does, and how it is written on the key caps."""

    title: str | Promise
    keys: tuple[tuple[str | Promise, tuple[str, ...]], ...]


SECTIONS = (
    Section(
        _("Fields"),
        (
            (_("Confirm, then the next doubtful field"), ("Enter",)),
            (_("Previous doubtful field"), ("Shift", "Enter")),
            (_("Next and previous doubtful field"), ("J", "K")),
            (_("Next and previous field"), ("Tab", "Shift", "Tab")),
            (_("Take suggestion 1, 2, 3"), ("Z", "X", "C")),
            (_("Drop what is not saved"), ("Esc",)),
        ),
    ),
    Section(
        _("Image"),
        (
            (_("Turn left and right"), ("[", "]")),
            (_("Zoom out, in, reset"), ("-", "=", "0")),
            (_("Contrast and brightness"), ("Q", "W")),
            (_("Show only the working field"), ("M",)),
            (_("Full screen"), ("P",)),
        ),
    ),
    Section(
        _("Record"),
        (
            (_("Submit: accept"), ("Ctrl", "Enter")),
            (_("Submit: reject…"), ("R",)),
            (_("Skip…"), ("N",)),
            (_("Escalate…"), ("Y",)),
            (_("Reveal the numbers"), ("U",)),
            (_("History"), ("I",)),
            (_("Keys"), ("?",)),
        ),
    ),
    Section(
        _("Approvals"),
        (
            (_("Approve the proposal"), ("Ctrl", "Enter")),
            (_("Send back…"), ("A",)),
            (_("Next and previous change"), ("J", "K")),
        ),
    ),
)
