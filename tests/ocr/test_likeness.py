"""The perceptual hash: small changes keep most pieces, other cards share few."""

import io

import pytest
from PIL import Image

from review import specimens
from review.ocr import likeness


@pytest.fixture(scope="module")
def card():
    return specimens.draw(77, level="clean").picture


def shared(first, second):
    pairs = zip(likeness.bands(first), likeness.bands(second), strict=True)
    return sum(one == other for one, other in pairs)


def as_jpeg(data, scale=1.0):
    with Image.open(io.BytesIO(data)) as opened:
        size = [round(side * scale) for side in opened.size]
        file = io.BytesIO()
        opened.convert("RGB").resize(size).save(file, "JPEG", quality=60)
    return file.getvalue()


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_the_same_picture_encoded_again_shares_most_pieces(card, scale):
    assert shared(card, as_jpeg(card, scale)) >= 10


def test_another_card_shares_few_pieces(card):
    assert shared(card, specimens.draw(78, level="clean").picture) <= 3


def test_a_picture_of_one_shade_is_like_nothing():
    file = io.BytesIO()
    Image.new("RGB", (90, 60), "gray").save(file, "PNG")
    assert likeness.bands(file.getvalue()) == ()
