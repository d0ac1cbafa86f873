"""What a reading of a license holds."""

from __future__ import annotations

from dataclasses import dataclass, field

Quad = list[list[float]]


@dataclass(frozen=True)
class Reading:
    """The fields of one license as read.

    ``fields`` has every text field by its API name, ``""`` where nothing could be read (Sex
    always, since the front does not print it). ``confidence`` (0 to 1) and ``boxes`` have the
    filled fields only; a box is four corners ``[x, y]`` from the top left clockwise as the text
    runs, in pixels of the picture after its EXIF orientation. ``portrait`` is a JPEG of the
    portrait where it was asked for and found.
    """

    fields: dict[str, str]
    confidence: dict[str, float] = field(default_factory=dict)
    boxes: dict[str, list[Quad]] = field(default_factory=dict)
    portrait: bytes | None = None
