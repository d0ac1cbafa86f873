"""Pictures on their way in, to the service and to the browser.

Taking in decodes the whole file, since a header proves nothing; showing re-encodes, since a
browser needs neither the place it was taken at nor what hides behind the last pixel. Sizes and
boxes are always in pixels of the picture as it is seen, that is after its EXIF orientation.
"""

from __future__ import annotations

import hashlib
import struct
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

PIXEL_LIMIT = 40_000_000
BYTE_LIMIT = 15 * 1000 * 1000
BASE64_LIMIT = 7_000_000

# Pillow's own alarm rings later than our limit; where it does, it ends the decoding.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_OTHER_PICTURES = (b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"\xff\x0a", b"8BPS")
_FORMATS = ("JPEG", "PNG")
_QUALITIES = (92, 85, 75)
COVER_COLOR = (32, 34, 38)


class ImageProblem(Exception):
    """A file cannot be taken in.

    ``code`` is one of ``empty``, ``too_large``, ``gif``, ``pdf``, ``unsupported_format``,
    ``not_an_image``, ``too_many_pixels``, ``truncated``; callers find the words.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ImageFacts:
    """What a sound picture is: ``format`` is ``JPEG`` or ``PNG``, sizes are pixels as seen."""

    format: str
    width: int
    height: int
    byte_count: int
    sha256: str

    @property
    def content_type(self) -> str:
        """The media type."""
        return "image/jpeg" if self.format == "JPEG" else "image/png"


@dataclass(frozen=True)
class FittedImage:
    """A picture small enough for a call; ``scale`` is its size over the original's (<= 1)."""

    data: bytes
    scale: float


def examine(data: bytes) -> ImageFacts:
    """Decode a file fully and return its facts; raises ``ImageProblem``."""
    if not data:
        raise ImageProblem("empty")
    if len(data) > BYTE_LIMIT:
        raise ImageProblem("too_large")
    seen = _decode(data)
    kind = "PNG" if data.startswith(_PICTURE_STARTS[1]) else "JPEG"
    return ImageFacts(kind, *seen.size, len(data), hashlib.sha256(data).hexdigest())


def fit(data: bytes, limit: int = BASE64_LIMIT) -> FittedImage:
    """Return the file itself if its Base64 text has at most ``limit`` characters.

    Otherwise it is encoded anew as JPEG, and only if that is not enough made smaller. Raises
    ``ImageProblem`` for a file that has to be decoded and cannot be.
    """
    if _base64_length(data) <= limit:
        return FittedImage(data, 1.0)
    seen = _decode(data)
    for quality in _QUALITIES:
        encoded = _jpeg(seen, quality)
        if _base64_length(encoded) <= limit:
            return FittedImage(encoded, 1.0)
    return _scaled_to(seen, limit)


def display(data: bytes) -> bytes:
    """Return the picture as a browser shall get it: upright, JPEG, nothing but pixels."""
    return _jpeg(_decode(data), 90)


def paint_over(data: bytes, quads: Sequence[Sequence[Sequence[float]]]) -> bytes:
    """Return the picture as ``display`` does, with every quadrilateral painted over for good."""
    seen = _decode(data).convert("RGB")
    brush = ImageDraw.Draw(seen)
    for quad in quads:
        brush.polygon([(float(x), float(y)) for x, y in quad], fill=COVER_COLOR)
    return _jpeg(seen, 90)


def _scaled_to(seen: Image.Image, limit: int) -> FittedImage:
    scale = 1.0
    while True:
        scale *= 0.85
        size = (max(round(seen.width * scale), 1), max(round(seen.height * scale), 1))
        encoded = _jpeg(seen.resize(size, Image.Resampling.LANCZOS), _QUALITIES[1])
        if _base64_length(encoded) <= limit:
            return FittedImage(encoded, size[0] / seen.width)
        if max(size) == 1:
            raise ImageProblem("too_large")


def _decode(data: bytes) -> Image.Image:
    """Return the upright picture."""
    _check_start(data)
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as opened:
            if opened.width * opened.height > PIXEL_LIMIT:
                raise ImageProblem("too_many_pixels")
            if opened.format == "PNG" and getattr(opened, "is_animated", False):
                raise ImageProblem("unsupported_format")
            opened.load()
            return ImageOps.exif_transpose(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageProblem("too_many_pixels") from None
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        struct.error,
        zlib.error,
    ):
        raise ImageProblem("truncated") from None


def _check_start(data: bytes) -> None:
    if data.startswith(_PICTURE_STARTS):
        return
    if data.startswith((b"GIF87a", b"GIF89a")):
        raise ImageProblem("gif")
    if b"%PDF-" in data[:1024]:
        raise ImageProblem("pdf")
    container = data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    if container or data.startswith(_OTHER_PICTURES):
        raise ImageProblem("unsupported_format")
    raise ImageProblem("not_an_image")


def _jpeg(seen: Image.Image, quality: int) -> bytes:
    if seen.has_transparency_data:
        layer = seen.convert("RGBA")
        seen = Image.new("RGBA", layer.size, "white")
        seen.alpha_composite(layer)
    target = BytesIO()
    # A fresh picture carries no EXIF, no profile and no comment over.
    plain = Image.new("RGB", seen.size)
    plain.paste(seen.convert("RGB"))
    plain.save(target, "JPEG", quality=quality, optimize=True)
    return target.getvalue()


def _base64_length(data: bytes) -> int:
    return 4 * ((len(data) + 2) // 3)
