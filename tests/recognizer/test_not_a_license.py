"""What is no license, and what is more than one: the error, or an answer that is flagged."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from review import quality, recognizer, specimens
from review.recognizer.decode import decode
from review.recognizer.screen import PATCH, PLACES, is_screen
from review.specimens import damage, faces
from review.specimens.others import KINDS, draw_other

from .composites import again_and_again, flat, on_a_screen, two_cards, with_ripples, with_rows

TODAY = datetime.date(2026, 11, 22)
BELONGING = ("ID", "LicenseNumber", "Number", "Type", "Address", "Name", "AptitudeTesDate",
             "DateOfIssue")  # fmt: skip


class Kind(random.Random):
    """Draws one kind of other picture, whatever the seed would choose."""

    def __init__(self, seed: int, kind: str) -> None:
        super().__init__(seed)
        self.kind = kind

    def choice(self, options):
        return self.kind if options is KINDS else super().choice(options)


@pytest.mark.parametrize("kind", KINDS)
def test_other_pictures_are_refused(kind: str, campaign: Callable[[int, int], int]) -> None:
    for seed in range(campaign(1, 10)):
        shot, drawn = draw_other(Kind(seed, kind), faces.available(faces.PRODUCT))
        assert drawn == kind
        picture = specimens._finish(shot, random.Random(seed), "other", {}).picture
        with pytest.raises(recognizer.NotALicense):
            recognizer.read(picture)


def flagged(reading: recognizer.Reading) -> bool:
    """Whether a rule about the picture warns of the reading."""
    context = quality.Context(warnings=reading.warnings)
    found = quality.check(reading.fields, TODAY, context)
    return any(each.rule.startswith("picture.") for each in found)


def owners(reading: recognizer.Reading, *truths: dict[str, str]) -> set[int]:
    """Return whose values an answer has that only one of the cards has."""
    return {
        index
        for name in BELONGING
        for index, truth in enumerate(truths)
        if reading.fields[name]
        and [each[name] == reading.fields[name] for each in truths].count(True) == 1
        and truth[name] == reading.fields[name]
    }


@pytest.mark.parametrize("how", ["beside", "above", "over"])
def test_two_cards_are_refused_or_flagged_and_never_mixed(
    how: str, campaign: Callable[[int, int], int]
) -> None:
    for seed in range(campaign(3, 30)):
        first, own = flat(10 * seed)
        second, other = flat(10 * seed + 1)
        picture = two_cards(first, second, how, random.Random(f"{how}{seed}"))
        try:
            reading = recognizer.read(picture)
        except recognizer.NotALicense:
            continue
        assert len(owners(reading, own, other)) <= 1, seed
        assert flagged(reading), seed


def test_a_photographed_screen_is_refused_or_flagged(campaign: Callable[[int, int], int]) -> None:
    assert [seed for seed in range(campaign(4, 200)) if not _is_refused_or_flagged(seed)] == []


def test_weak_waves_of_a_screen_are_told_from_those_of_compression() -> None:
    """Of these displays the waves are weaker than those that blocks give other pictures."""
    assert all(_is_refused_or_flagged(seed) for seed in (30, 109, 130, 147))
    for seed in range(4):
        assert not is_screen(again_and_again(flat(seed)[0], random.Random(seed))), seed


def test_a_gray_screen_is_told_and_cloth_below_the_card_is_not() -> None:
    drawn = specimens.draw(3, level="phone")
    rippled = with_ripples(drawn, on_the_card=True)
    assert is_screen(rippled)
    assert not is_screen(with_ripples(drawn, on_the_card=False))
    assert np.ptp(rippled, axis=2).max() == 0


@pytest.mark.parametrize("every", [2, 3, 4, 5])
def test_a_screen_whose_rows_lie_level_is_told(every: int) -> None:
    card = cv2.resize(flat(3)[0], (1500, 946))
    assert is_screen(with_rows(card, every, 0.12))
    assert is_screen(with_rows(cv2.rotate(card, cv2.ROTATE_90_CLOCKWISE), every, 0.12))


@pytest.mark.parametrize(
    ("shown", "told"),
    [((0,), False), ((2,), False), ((0, 1), True), ((0, 2), True), ((1, 2), True)],
)
def test_two_of_three_places_make_a_screen(shown: tuple[int, ...], told: bool) -> None:
    """Something striped in one of the places is none."""
    pixels = np.full((PATCH, 3500, 3), 180, np.uint8)
    for place in shown:
        left = int(PLACES[place] * 3500 - PATCH / 2)
        pixels[:, left : left + PATCH] = with_rows(pixels[:, left : left + PATCH], 3, 0.12)
    assert is_screen(pixels) is told


@pytest.mark.parametrize("seed", [0, 3, 4])
def test_a_small_picture_made_larger_is_no_screen(seed: int) -> None:
    """Between its pixels the larger picture is smoother, which gives level waves as well."""
    pixels, _ = decode(specimens.draw(seed, level="phone").picture, 1600)
    small = cv2.resize(pixels, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, None, fx=3, fy=3, interpolation=cv2.INTER_LINEAR)
    assert not is_screen(decode(cv2.imencode(".png", large)[1].tobytes(), 1600)[0])


def _is_refused_or_flagged(seed: int) -> bool:
    card, _ = flat(seed)
    try:
        reading = recognizer.read(on_a_screen(card, random.Random(seed)))
    except recognizer.NotALicense:
        return True
    return "screen" in reading.warnings and flagged(reading)


@pytest.mark.parametrize("level", ["clean", "phone", "bad"])
def test_a_card_in_front_of_the_camera_is_no_screen(
    level: str, campaign: Callable[[int, int], int]
) -> None:
    for seed in range(campaign(8, 60)):
        pixels, _ = decode(specimens.draw(seed, level=level).picture, 1600)
        assert not is_screen(pixels), seed


def test_no_picture_of_the_demo_is_taken_for_a_screen() -> None:
    for drawn in specimens.demo():
        assert not is_screen(decode(drawn.picture, 1600)[0]), drawn.truth["level"]


def test_one_card_is_not_flagged(campaign: Callable[[int, int], int]) -> None:
    for seed in range(campaign(2, 40)):
        assert recognizer.read(specimens.draw(seed, level="phone").picture).warnings == ()


def test_a_blank_is_refused() -> None:
    assert not is_screen(np.full((400, 600, 3), 255, np.uint8))
    shot = damage.Shot(np.full((900, 1200, 3), 250, np.uint8), np.eye(3), ["blank"])
    picture = specimens._finish(shot, random.Random(0), "clean", {}).picture
    with pytest.raises(recognizer.NotALicense):
        recognizer.read(picture)
