"""The whole recognizer on drawn pictures, with the real engines."""

import numpy as np
import pytest

from review import license_fields, recognizer, specimens
from review.bench.recognizer_scores import comparable, overlap

from .mutations import large

CHECKED = ("Number", "Birthday", "LicenseNumber", "AptitudeTesDate", "DateOfIssue", "Type")


@pytest.fixture(scope="module")
def readings() -> list[tuple[specimens.Specimen, recognizer.Reading]]:
    """Return a few drawn cards of each level with their readings."""
    drawn = [
        specimens.draw(seed, level=level)
        for level, seeds in (("clean", range(4)), ("phone", range(4)), ("bad", range(2)))
        for seed in seeds
    ]
    return [(each, recognizer.read(each.picture, portrait=True)) for each in drawn]


def test_most_fields_of_good_pictures_are_read_exactly(readings) -> None:
    right = total = 0
    for drawn, reading in readings:
        if drawn.truth["level"] == "bad":
            continue
        for name in CHECKED:
            total += 1
            right += reading.fields[name] == drawn.truth["response"][name]
    assert right >= 0.85 * total


def test_names_and_addresses_of_good_pictures_are_mostly_read(readings) -> None:
    good = [pair for pair in readings if pair[0].truth["level"] != "bad"]
    for name in ("Name", "Address"):
        right = sum(
            comparable(name, reading.fields[name])
            == comparable(name, drawn.truth["response"][name])
            for drawn, reading in good
        )
        assert right >= len(good) / 2, name


def test_a_reading_has_every_field_and_none_that_is_not_printed(readings) -> None:
    for _, reading in readings:
        assert tuple(reading.fields) == license_fields.NAMES
        assert reading.fields["Sex"] == ""
        filled = {name for name, value in reading.fields.items() if value}
        assert set(reading.confidence) == filled == set(reading.boxes)
        assert all(0 <= value <= 1 for value in reading.confidence.values())


def test_boxes_cover_what_is_printed(readings) -> None:
    shares = [
        overlap(reading.boxes[name], drawn.truth["boxes"][name])
        for drawn, reading in readings
        for name in ("Number", "LicenseNumber", "Name", "Type")
        if reading.fields[name] == drawn.truth["response"][name]
    ]
    assert np.mean(shares) > 0.5


def test_the_portrait_is_a_jpeg_of_an_upright_shape(readings) -> None:
    portraits = [reading.portrait for _, reading in readings if reading.portrait]
    assert len(portraits) >= len(readings) / 2
    assert all(portrait.startswith(b"\xff\xd8") for portrait in portraits)


def test_the_portrait_is_left_out_unless_asked_for() -> None:
    assert recognizer.read(specimens.draw(1).picture).portrait is None


def test_the_same_picture_gives_the_same_reading() -> None:
    picture = specimens.draw(2, level="phone").picture
    assert recognizer.read(picture) == recognizer.read(picture)


@pytest.mark.parametrize("seed", range(6))
def test_other_pictures_are_refused(seed: int) -> None:
    with pytest.raises(recognizer.NotALicense):
        recognizer.read(specimens.draw(seed, level="other").picture)


def test_at_least_eleven_demo_pictures_are_licenses() -> None:
    def is_license(picture: bytes) -> bool:
        try:
            recognizer.read(picture)
        except recognizer.NotALicense:
            return False
        return True

    assert sum(is_license(each.picture) for each in specimens.demo()) >= 11


def test_boxes_are_in_the_pixels_of_the_given_picture() -> None:
    drawn = specimens.draw(1, level="phone")
    reading = recognizer.read(large(drawn.picture, 12))
    number = np.array(reading.boxes["Number"][0])
    true = np.array(drawn.truth["boxes"]["Number"][0])
    assert number.mean() > 1.5 * true.mean()


def test_more_than_forty_megapixels_are_refused() -> None:
    with pytest.raises(recognizer.ImageTooLarge):
        recognizer.read(large(specimens.draw(1).picture, 41))


def test_sex_is_empty_and_the_birthday_is_the_resident_numbers(readings) -> None:
    for _, reading in readings:
        assert reading.fields["Sex"] == ""
        number, birthday = reading.fields["Number"], reading.fields["Birthday"]
        assert bool(birthday) == bool(number)
        if number:
            assert birthday[:5] == f"{number[4:6]}/{number[2:4]}"
            assert birthday[8:] == number[:2]


def test_classes_are_as_printed_and_joined_by_one_blank(readings) -> None:
    printed = {drawn.truth["response"]["Type"] for drawn, _ in readings}
    assert any(" " in classes for classes in printed)
    for drawn, reading in readings:
        if drawn.truth["level"] != "bad":
            assert reading.fields["Type"] == drawn.truth["response"]["Type"]


def test_what_looks_like_an_edge_through_the_card_is_none() -> None:
    drawn = specimens.draw(330133, level="clean")
    fields = recognizer.read(drawn.picture, seconds=60).fields
    assert fields["Number"] == drawn.truth["response"]["Number"]
