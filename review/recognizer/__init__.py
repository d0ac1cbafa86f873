"""The embedded recognizer: a picture of a Korean driver's license in, its fields out.

Pure work: bytes in, values out. Runs offline on one thread.
"""

from __future__ import annotations

from . import engines
from .errors import ImageTooLarge, NotALicense, RecognizerError, UndecodableImage
from .locate import locate
from .reader import read
from .reading import Quad, Reading

__all__ = [
    "ImageTooLarge",
    "NotALicense",
    "Quad",
    "Reading",
    "RecognizerError",
    "UndecodableImage",
    "load",
    "locate",
    "read",
]


def load() -> None:
    """Load the engines now rather than at the first picture.

    Raises FileNotFoundError with what to install where a part is missing.
    """
    engines.detector()
    engines.recognizer()
    engines.upright_model()
    engines.signs()
    engines.hangul_signs()
    engines.hangul()
