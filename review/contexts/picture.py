"""The picture beside the fields: how it is turned, what is marked, what is cut out.

Everything comes from the one picture the page loads (``<image id="pic">``): a cut-out is a
``<use>`` of it, turned upright by the angle of the recognizer's box. Coordinates are pixels of the
original picture after its EXIF orientation.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from review.models.image import Cover

if TYPE_CHECKING:
    from review.models import Image

Quad = Sequence[Sequence[float]]

LINE_HEIGHT = 32  # CSS pixels of a cut-out of one line
LINES_HEIGHT = 25  # of each line when a field has several
PADDING = 0.14  # of the box's height, left around it


WHY_LOCKED = {
    "": _("It has not been read and covered yet."),
    Cover.NO_PLACE: _("The recognizer did not find where the resident number stands."),
    Cover.UNSURE: _("The recognizer is not sure that nothing of the resident number is left."),
    Cover.SHOWS: _("Digits of the resident number could still be read after covering."),
}


@dataclass(frozen=True)
class Cut:
    """One line of a field cut out of the picture: SVG attributes."""

    width: int
    height: int
    view_box: str
    transform: str


@dataclass(frozen=True)
class Spot:
    """Where a field stands in the picture: outlines, and the veil that leaves only them."""

    field: str
    outlines: tuple[str, ...]
    veil: str


@dataclass(frozen=True)
class View:
    """The picture as shown: its own size, and the frame after the turn the server keeps."""

    width: int
    height: int
    turn: int
    upright: int
    version: str
    covered_version: str
    view_box: str
    transform: str
    spots: tuple[Spot, ...]


def view(
    image: Image, turn: int, boxes: Mapping[str, Sequence[Quad]], *, whole: bool = False
) -> View:
    """Return the frame with the picture's text upright, and turned on by ``turn`` degrees.

    Turns are clockwise: 0, 90, 180 or 270. Without boxes the picture stands as it came. ``whole``
    tells which of the two pictures, covered or not, the page is to load.
    """
    width, height = image.width, image.height
    straight = upright(boxes)
    turn = (straight + turn) % 360
    framed = (height, width) if turn in {90, 270} else (width, height)
    shift = {0: (0, 0), 90: (height, 0), 180: (width, height), 270: (0, width)}[turn]
    return View(
        width=width,
        height=height,
        turn=turn,
        upright=straight,
        version=version_of(image, whole=whole),
        covered_version=version_of(image, whole=False),
        view_box=f"0 0 {framed[0]} {framed[1]}",
        transform=f"translate({shift[0]} {shift[1]}) rotate({turn})",
        spots=tuple(_spot(name, quads, width, height) for name, quads in boxes.items()),
    )


def version_of(image: Image, *, whole: bool) -> str:
    """Return what changes whenever another picture is served, for the address of the picture."""
    return f"{image.pk}.{image.cover_revision}.{'w' if whole else 'c'}"


def why_locked(image: Image) -> str:
    """Return why the picture takes a reveal."""
    return str(WHY_LOCKED.get(image.cover, WHY_LOCKED[""]))


def upright(boxes: Mapping[str, Sequence[Quad]]) -> int:
    """Return the quarter turn, in degrees clockwise, that brings most lines of text level."""
    turns = Counter(
        round(-_angle(quad) / 90) * 90 % 360 for quads in boxes.values() for quad in quads
    )
    return turns.most_common(1)[0][0] if turns else 0


def cuts(quads: Sequence[Quad]) -> tuple[Cut, ...]:
    """Return the cut-outs of a field, one a line, each turned upright."""
    shown = LINE_HEIGHT if len(quads) == 1 else LINES_HEIGHT
    return tuple(_cut(quad, shown) for quad in quads)


def _cut(quad: Quad, shown: int) -> Cut:
    (left, top), (right, right_top), _, (bottom_left, bottom) = quad
    height = math.hypot(bottom_left - left, bottom - top)
    pad = height * PADDING
    wide = math.hypot(right - left, right_top - top) + 4 * pad
    tall = max(height + 2 * pad, 1)
    return Cut(
        width=max(round(shown * wide / tall), 1),
        height=shown,
        view_box=f"0 0 {wide:.0f} {tall:.0f}",
        transform=f"translate({2 * pad:.1f} {pad:.1f}) rotate({-_angle(quad):.1f}) "
        f"translate({-left:.0f} {-top:.0f})",
    )


def _angle(quad: Quad) -> float:
    """Return how far a line of text leans, in degrees clockwise."""
    (left, top), (right, right_top) = quad[:2]
    return math.degrees(math.atan2(right_top - top, right - left))


def _spot(name: str, quads: Sequence[Quad], width: int, height: int) -> Spot:
    outlines = tuple(" ".join(f"{x:.0f},{y:.0f}" for x, y in quad) for quad in quads)
    holes = " ".join(f"M{outline.replace(' ', ' L')}Z" for outline in outlines)
    frame = f"M{-width}-{height}H{2 * width}V{2 * height}H{-width}Z"
    return Spot(name, outlines, f"{frame} {holes}")
