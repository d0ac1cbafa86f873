"""What is taken in, how it is fitted to a call, and what a browser gets."""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from review.ocr.images import BYTE_LIMIT, ImageProblem, display, examine, fit

ORIENTATION = 0x0112
GPS = 0x8825


def picture(size: tuple[int, int] = (64, 40), kind: str = "JPEG", **options: Any) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "navy").save(target, kind, **options)
    return target.getvalue()


def noise(width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(pixels)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that claims a size and holds hardly anything."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = name + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_sound_picture(kind: str) -> None:
    data = picture(kind=kind)
    facts = examine(data)
    assert (facts.format, facts.width, facts.height) == (kind, 64, 40)
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.byte_count == len(data)
    assert facts.content_type == f"image/{kind.lower()}"


def test_sizes_are_those_of_the_picture_as_seen() -> None:
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    facts = examine(picture(exif=turned))
    assert (facts.width, facts.height) == (40, 64)


def test_a_phone_picture_with_a_preview_in_it_is_a_jpeg() -> None:
    preview = Image.new("RGB", (8, 5))
    data = encoded(Image.new("RGB", (64, 40)), "MPO", save_all=True, append_images=[preview])
    assert examine(data).format == "JPEG"


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty", b""),
        ("gif", picture(kind="GIF")),
        ("pdf", b"%PDF-1.7\n%"),
        ("pdf", b"\n\n%PDF-1.4"),
        ("unsupported_format", picture(kind="WEBP")),
        ("unsupported_format", picture(kind="BMP")),
        ("unsupported_format", picture(kind="TIFF")),
        ("unsupported_format", b"\0\0\0\x18ftypheic\0\0\0\0"),
        ("not_an_image", b"<html>hello</html>"),
        ("not_an_image", b"\0" * 100),
        ("truncated", picture(kind="PNG")[:-30]),
        ("truncated", encoded(noise(64, 64), "JPEG")[:-400]),
        ("truncated", b"\xff\xd8\xff"),
        ("truncated", b"\x89PNG\r\n\x1a\n"),
        ("truncated", png_of(100, 100)),
        ("too_many_pixels", png_of(8000, 5001)),
        ("too_many_pixels", png_of(12_000, 12_000)),
        ("too_many_pixels", png_of(60_000, 60_000)),
        ("too_large", picture() + b"\0" * BYTE_LIMIT),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_what_is_refused(code: str, data: bytes) -> None:
    with pytest.raises(ImageProblem) as refused:
        examine(data)
    assert refused.value.code == code


def test_an_animation_is_refused() -> None:
    frames = [Image.new("RGB", (8, 8), color) for color in ("red", "blue")]
    moving = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(ImageProblem, match="unsupported_format"):
        examine(moving)


def test_what_fits_is_sent_as_it_is() -> None:
    data = picture()
    assert fit(data).data is data
    assert fit(data).scale == 1.0
    # The limit is on the Base64 text: 4 characters for each 3 bytes begun.
    assert fit(data, limit=4 * ((len(data) + 2) // 3)).data is data


def test_encoding_anew_comes_before_scaling() -> None:
    data = encoded(noise(400, 300), "PNG")
    fitted = fit(data, limit=300_000)
    assert fitted.scale == 1.0
    assert 4 * ((len(fitted.data) + 2) // 3) <= 300_000
    assert Image.open(BytesIO(fitted.data)).size == (400, 300)


def test_scaling_says_by_how_much_and_keeps_the_turn() -> None:
    turned = Image.Exif()
    turned[ORIENTATION] = 6
    data = encoded(noise(400, 300), "JPEG", quality=95, exif=turned)
    fitted = fit(data, limit=20_000)
    width, height = Image.open(BytesIO(fitted.data)).size
    assert 4 * ((len(fitted.data) + 2) // 3) <= 20_000
    assert fitted.scale < 1
    assert width == pytest.approx(300 * fitted.scale, abs=1)
    assert height == pytest.approx(400 * fitted.scale, abs=1)


def test_what_cannot_be_decoded_cannot_be_fitted() -> None:
    with pytest.raises(ImageProblem, match="not_an_image"):
        fit(b"\0" * 1000, limit=100)
    with pytest.raises(ImageProblem, match="too_large"):
        fit(encoded(noise(40, 30), "PNG"), limit=100)


def test_a_browser_gets_pixels_and_nothing_else() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 8
    exif[0x010E] = "secret place"
    data = picture(exif=exif, comment=b"secret comment") + b"<script>secret</script>"
    shown = display(data)
    opened = Image.open(BytesIO(shown))
    assert opened.format == "JPEG"
    assert opened.size == (40, 64)
    assert b"secret" not in shown
    assert not opened.getexif()


def test_transparency_becomes_white() -> None:
    clear = encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG")
    assert Image.open(BytesIO(display(clear))).getpixel((4, 4)) == (255, 255, 255)


def test_damage_of_any_kind_is_one_typed_refusal() -> None:
    sound = [encoded(noise(40, 30), kind) for kind in ("JPEG", "PNG")]
    random = np.random.default_rng(11)
    for turn in range(300):
        data = bytearray(sound[turn % 2])
        for _ in range(random.integers(1, 20)):
            data[random.integers(len(data))] = random.integers(256)
        try:
            examine(bytes(data))
        except ImageProblem:
            continue
