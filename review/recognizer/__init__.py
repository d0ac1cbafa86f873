"""The embedded recognizer: a picture of a Korean driver's license in, its fields out.

Pure work: bytes in, values out. Runs offline on one thread.
"""

from __future__ import annotations

from . import engines
from .errors import (
    ImageTooLarge,
    NotALicense,
    OutOfTime,
    RecognizerError,
    SeveralCards,
    UndecodableImage,
)
from .locate import locate
from .reader import read
from .reading import Quad, Reading, Repair

__all__ = [
    "ImageTooLarge",
    "NotALicense",
    "OutOfTime",
    "Quad",
    "Reading",
    "RecognizerError",
    "Repair",
    "SeveralCards",
    "UndecodableImage",
    "load",
    "locate",
    "read",
]


def load() -> None:
    """Load the engines now rather than at the first picture.

    Raises FileNotFoundError with what to install where a part is missing.
    """
    engines.load()
