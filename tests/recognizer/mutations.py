"""Ways to spoil a picture, for the fuzz test: each turns encoded bytes into other bytes."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import cv2
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
    """Turn into a CMYK JPEG, of one or of several passes."""
    return _save(_open(data).convert("CMYK"), "JPEG", progressive=rng.random() < 0.5)


def sixteen_bit(data: bytes, rng: random.Random) -> bytes:
    """Turn into a PNG of 16 bits a channel: grey, colored, or with transparency."""
    pixels = np.asarray(_open(data).convert(rng.choice(("L", "RGB", "RGBA"))), np.uint16) * 257
    return bytes(cv2.imencode(".png", pixels)[1])


def alpha(data: bytes, rng: random.Random) -> bytes:
    """Add transparency."""
    image = _open(data)
    image.putalpha(rng.randint(0, 255))
    return _save(image, "PNG")


def odd_mode(data: bytes, rng: random.Random) -> bytes:
    """Reduce to a palette, with or without transparency, to grey, or to black and white."""
    image, mode = _open(data), rng.choice(("P", "1", "L", "LA", "transparent"))
    if mode != "transparent":
        return _save(image.convert(mode), "PNG")
    return _save(image.convert("P"), "PNG", transparency=rng.randrange(256))


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
    """Replace by noise, or by random bytes that may begin like a picture."""
    generator = np.random.default_rng(rng.randrange(2**32))
    if rng.random() < 0.5:
        start = rng.choice((b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        return start + generator.bytes(rng.randint(0, 5000))
    return _save(Image.fromarray(generator.integers(0, 256, (300, 400, 3), np.uint8)), "PNG")


def colors(data: bytes, rng: random.Random) -> bytes:
    """Invert, wash out, or burn."""
    pixels = np.asarray(_open(data), np.float32)
    change = rng.choice((lambda x: 255 - x, lambda x: x * 0.1, lambda x: x * 4))
    return _save(Image.fromarray(np.clip(change(pixels), 0, 255).astype(np.uint8)), "JPEG")


def huge(data: bytes, rng: random.Random) -> bytes:
    """Enlarge to just below or above 40 megapixels, in a mode of its own."""
    image = _open(large(data, rng.choice((39.5, 39.9, 40.5))))
    mode = rng.choice(("L", "RGB", "CMYK", "1"))
    return _save(image.convert(mode), "PNG" if mode == "1" else "JPEG", quality=40)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, cut_short, cmyk, sixteen_bit, alpha, odd_mode, exif_turn, resize, crop, animated,
    noise, colors,
)  # fmt: skip
HUGE_EACH = 50  # of so many mutations one is huge, for it takes long to make


def mutation(index: int) -> Mutation:
    """Return the mutation of a picture's turn; the first is huge."""
    return huge if index % HUGE_EACH == 0 else MUTATIONS[index % len(MUTATIONS)]


def mutated(index: int, pictures: list[bytes]) -> bytes:
    """Return number ``index`` of the campaign: one of ``pictures``, mutated once or twice."""
    rng = random.Random(index)
    spoiled = mutation(index)(rng.choice(pictures), rng)
    return flip_bits(spoiled, rng) if spoiled and rng.random() < 0.2 else spoiled


def large(data: bytes, megapixels: float) -> bytes:
    """Return the picture enlarged to about ``megapixels``."""
    image = _open(data)
    factor = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
    return _save(image.resize((int(image.width * factor), int(image.height * factor))), "JPEG")
