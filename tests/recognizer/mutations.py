"""Ways to spoil a picture, for the fuzz test: each turns encoded bytes into other bytes."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image

Mutation = Callable[[bytes, random.Random], bytes]


def _save(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _open(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    """Flip up to 40 bits anywhere."""
    spoiled = bytearray(data)
    for _ in range(rng.randint(1, 40)):
        spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def cut_short(data: bytes, rng: random.Random) -> bytes:
    """Drop the end."""
    return data[: rng.randrange(len(data))]


def cmyk(data: bytes, rng: random.Random) -> bytes:
    """Turn into a CMYK JPEG."""
    return _save(_open(data).convert("CMYK"), "JPEG")


def sixteen_bit(data: bytes, rng: random.Random) -> bytes:
    """Turn into a 16-bit grey PNG."""
    grey = np.asarray(_open(data).convert("L"), np.uint16) * 257
    return _save(Image.fromarray(grey), "PNG")


def alpha(data: bytes, rng: random.Random) -> bytes:
    """Add transparency."""
    image = _open(data)
    image.putalpha(rng.randint(0, 255))
    return _save(image, "PNG")


def palette(data: bytes, rng: random.Random) -> bytes:
    """Reduce to a palette or to black and white."""
    return _save(_open(data).convert(rng.choice(("P", "1", "L"))), "PNG")


def exif_turn(data: bytes, rng: random.Random) -> bytes:
    """Set any EXIF orientation, valid or not."""
    image = _open(data)
    exif = image.getexif()
    exif[0x0112] = rng.randint(0, 9)
    return _save(image, "JPEG", exif=exif)


def resize(data: bytes, rng: random.Random) -> bytes:
    """Make tiny, thin or odd."""
    width, height = rng.choice(((1, 1), (15, 15), (16, 16), (40, 30), (3000, 17), (17, 2000)))
    return _save(_open(data).resize((width, height)), "PNG")


def crop(data: bytes, rng: random.Random) -> bytes:
    """Keep a random part."""
    image = _open(data)
    left, top = rng.randrange(image.width // 2), rng.randrange(image.height // 2)
    box = (left, top, rng.randint(left + 20, image.width), rng.randint(top + 20, image.height))
    return _save(image.crop(box), "JPEG")


def animated(data: bytes, rng: random.Random) -> bytes:
    """Turn into an animation."""
    image = _open(data)
    kind = rng.choice(("PNG", "GIF", "WEBP"))
    return _save(image, kind, save_all=True, append_images=[image.rotate(90)])


def noise(data: bytes, rng: random.Random) -> bytes:
    """Replace by noise, or by random bytes."""
    generator = np.random.default_rng(rng.randrange(2**32))
    if rng.random() < 0.5:
        return generator.bytes(rng.randint(0, 5000))
    return _save(Image.fromarray(generator.integers(0, 256, (300, 400, 3), np.uint8)), "PNG")


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, cut_short, cmyk, sixteen_bit, alpha, palette, exif_turn, resize, crop, animated,
    noise,
)  # fmt: skip


def large(data: bytes, megapixels: float) -> bytes:
    """Return the picture enlarged to about ``megapixels``."""
    image = _open(data)
    factor = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
    return _save(image.resize((int(image.width * factor), int(image.height * factor))), "JPEG")
