"""Decoding: what is a picture, which way is up, how large it may be."""

import io
import random

import numpy as np
import pytest
from PIL import Image

from review.recognizer.decode import decode, shrink
from review.recognizer.errors import ImageTooLarge, UndecodableImage

from . import mutations


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def two_colors() -> Image.Image:
    image = Image.new("RGB", (60, 40), (255, 0, 0))
    image.paste((0, 0, 255), (30, 0, 60, 40))
    return image


def test_pixels_are_bgr() -> None:
    pixels, factor = decode(encoded(two_colors()), 1600)
    assert pixels.shape == (40, 60, 3)
    assert factor == 1.0
    assert pixels[0, 0].tolist() == [0, 0, 255]


def test_exif_orientation_is_applied() -> None:
    image = two_colors()
    exif = image.getexif()
    exif[0x0112] = 6
    pixels, _ = decode(encoded(image, "JPEG", exif=exif, quality=95), 1600)
    assert pixels.shape == (60, 40, 3)
    assert pixels[5, 20, 2] > 200  # red, left before, is on top


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_large_pictures_are_scaled_down(kind: str) -> None:
    pixels, factor = decode(encoded(Image.new("RGB", (4000, 3000)), kind), 1000)
    assert max(pixels.shape) == 1000
    assert factor == pytest.approx(0.25)


@pytest.mark.parametrize("name", ["cmyk", "sixteen_bit", "alpha", "odd_mode"])
def test_odd_modes_become_three_channels(name: str) -> None:
    data = getattr(mutations, name)(encoded(two_colors()), random.Random(1))
    assert decode(data, 1600)[0].shape == (40, 60, 3)


def test_transparency_is_white() -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert decode(encoded(image), 1600)[0].min() == 255


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", encoded(two_colors(), "GIF"), encoded(two_colors(), "JPEG")[:400],
     encoded(Image.new("RGB", (400, 3)))],
)  # fmt: skip
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UndecodableImage):
        decode(data, 1600)


def test_a_huge_picture_is_refused_before_decoding() -> None:
    with pytest.raises(ImageTooLarge):
        decode(encoded(Image.new("1", (9000, 5000))), 1600)


def test_shrink_leaves_small_pictures_alone() -> None:
    pixels = np.zeros((10, 20, 3), np.uint8)
    assert shrink(pixels, 20)[0] is pixels
