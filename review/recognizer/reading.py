"""What a reading of a license holds."""

from __future__ import annotations

from dataclasses import dataclass, field

Quad = list[list[float]]

# Why a reading was set right: its form allows digits only; a calendar year has two known ends;
# the value is of a closed list; print does not tell two signs apart; the law knows few periods;
# what stands beside the value is a mark on the card.
LOOK_ALIKES, CALENDAR_YEAR, CLOSED_LIST = "look-alikes", "calendar-year", "closed-list"
SAME_IN_PRINT, KNOWN_WINDOW = "same-in-print", "known-window"
BESIDE = "beside"
# What speaks against the picture itself.
ANOTHER_CARD, SCREEN = "another-card", "screen"


@dataclass(frozen=True)
class Repair:
    """What was read before structure set it right, and what structure that was."""

    raw: str
    reason: str


@dataclass(frozen=True)
class Reading:
    """The fields of one license as read.

    ``fields`` has every text field by its API name, ``""`` where nothing could be read (Sex
    always, since the front does not print it). ``confidence`` (0 to 1) and ``boxes`` have the
    filled fields only; a box is four corners ``[x, y]`` from the top left clockwise as the text
    runs, in pixels of the picture after its EXIF orientation. ``portrait`` is a JPEG of the
    portrait where it was asked for and found. ``repairs`` holds the raw reading of each field
    that was set right; ``warnings`` what speaks against the picture itself. ``tails`` is where
    the digits after the resident number's seventh are printed, ``digits`` every run of four or
    more digits read anywhere.
    """

    fields: dict[str, str]
    confidence: dict[str, float] = field(default_factory=dict)
    boxes: dict[str, list[Quad]] = field(default_factory=dict)
    portrait: bytes | None = None
    repairs: dict[str, Repair] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    tails: list[Quad] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
