"""From encoded bytes to upright pixels."""

from __future__ import annotations

import io
import warnings

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from .errors import ImageTooLarge, UndecodableImage

Pixels = npt.NDArray[np.uint8]
MAX_PIXELS = 40_000_000
MIN_SIDE = 16
FORMATS = ("JPEG", "PNG", "MPO")
REDUCIBLE_MODES = ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr")
SIXTEEN_BIT_MODES = ("I", "I;16", "I;16B", "I;16L", "F")


def decode(data: bytes, longest: int) -> tuple[Pixels, float]:
    """Return the picture as BGR pixels after its EXIF orientation, and the factor applied.

    Pictures with a side of more than ``longest`` pixels are scaled down. Of an animated picture
    the first frame is taken; transparency is laid on white. Raises UndecodableImage for anything
    but an intact PNG or JPEG of at least 16 pixels a side, and ImageTooLarge above 40 megapixels.
    """
    try:
        return _decode(data, longest)
    except (ImageTooLarge, UndecodableImage):
        raise
    # Pillow's decoders raise many kinds of errors on broken files; all mean the same here.
    except Exception as error:
        raise UndecodableImage(f"the picture does not decode: {type(error).__name__}") from error


def shrink(pixels: Pixels, longest: int) -> tuple[Pixels, float]:
    """Return ``pixels`` with at most ``longest`` pixels a side, and the factor applied."""
    factor = longest / max(pixels.shape[:2])
    if factor >= 1:
        return pixels, 1.0
    size = (max(1, round(pixels.shape[1] * factor)), max(1, round(pixels.shape[0] * factor)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def _decode(data: bytes, longest: int) -> tuple[Pixels, float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image: Image.Image = Image.open(io.BytesIO(data), formats=FORMATS)
        printed = max(image.size)
        if image.width * image.height > MAX_PIXELS:
            raise ImageTooLarge(f"{image.width} x {image.height} pixels")
        if min(image.size) < MIN_SIDE:
            raise UndecodableImage("the picture is too small to show anything")
        image.seek(0)
        # A JPEG can be decoded at a half, a quarter or an eighth: less memory, less time.
        image.draft(None, (longest, longest))
        image.load()
        image = ImageOps.exif_transpose(_flat(_reduced(image, longest)))
    pixels, _ = shrink(np.asarray(image, np.uint8), longest)
    return np.ascontiguousarray(pixels[..., ::-1]), max(pixels.shape[:2]) / printed


def _reduced(image: Image.Image, longest: int) -> Image.Image:
    """Return a large picture at a whole fraction of its size, still above ``longest``.

    Before anything is converted: a copy of 40 megapixels costs 160 MB.
    """
    factor = max(image.size) // longest
    return image.reduce(factor) if factor > 1 and image.mode in REDUCIBLE_MODES else image


def _flat(image: Image.Image) -> Image.Image:
    """Return ``image`` as 8-bit RGB without transparency."""
    if image.mode in SIXTEEN_BIT_MODES:
        grey = np.asarray(image)
        grey = grey // 257 if grey.max(initial=0) > 255 else grey
        flat = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
        flat.info = image.info
        image = flat
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, image)
    return image.convert("RGB")
