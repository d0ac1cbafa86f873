"""The cover on drawn cards: read again, it gives nothing of the tail away."""

import pytest

from review import recognizer, specimens
from review.ocr import cover, images


def detail_of(reading):
    return {
        "Confidence": reading.confidence,
        "Boxes": reading.boxes,
        "Tails": reading.tails,
        "Digits": reading.digits,
    }


@pytest.mark.parametrize("by_characters", [True, False])
def test_a_covered_card_holds_when_it_is_read_again(by_characters):
    drawn = specimens.draw(3)
    first = recognizer.read(drawn.picture)
    told = detail_of(first) if by_characters else detail_of(first) | {"Tails": []}
    assert cover.first_look(first.fields, told) is cover.Verdict.HOLDS

    covered = images.paint_over(drawn.picture, cover.tails(told))
    again = detail_of(recognizer.read(covered))

    assert cover.second_look(first.fields, again) is cover.Verdict.HOLDS
    assert cover.second_look(first.fields, told) is cover.Verdict.SHOWS
