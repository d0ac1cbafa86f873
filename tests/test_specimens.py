"""Drawn specimens: deterministic, marked, true to their truth."""

import datetime
import io
import itertools
import random

import numpy as np
import pytest
from PIL import Image

from review import license_fields, specimens
from review.places import COMMON_WORDS
from review.recognizer.parse.numbers import birth_date, check_digit_holds
from review.specimens import faces, layouts, people, unseen


@pytest.mark.parametrize("level", ["clean", "phone", "bad", "other"])
def test_the_same_seed_gives_the_same_picture(level: specimens.Level) -> None:
    first, second = specimens.draw(7, level=level), specimens.draw(7, level=level)
    assert first.picture == second.picture
    assert first.truth == second.truth
    assert first.picture != specimens.draw(8, level=level).picture


@pytest.mark.parametrize("seed", range(5))
def test_truth_has_the_fields_of_the_api_and_their_places(seed: int) -> None:
    drawn = specimens.draw(seed, level="phone")
    response = drawn.truth["response"]
    assert set(response) == {*license_fields.NAMES, "Photo"}
    assert response["Sex"] == response["Photo"] == ""
    printed = {name for name in license_fields.NAMES if name not in ("Sex", "Birthday")}
    assert set(drawn.truth["boxes"]) == printed
    born = birth_date(response["Number"])
    assert born
    assert response["Birthday"] == f"{born:%d/%m/%Y}"
    assert check_digit_holds(response["Number"])


def test_citizens_have_an_office_that_was_never_given_out() -> None:
    people_drawn = [people.person(random.Random(seed)) for seed in range(50)]
    assert all(each.number[8] == "9" for each in people_drawn if not each.foreign)
    assert any(each.foreign for each in people_drawn)


def test_issue_dates_are_past_and_periods_ordered() -> None:
    for seed in range(50):
        someone = people.person(random.Random(seed), old=seed % 2 == 0)
        assert someone.issued < datetime.date(2026, 6, 30)
        assert someone.period[0] < someone.period[1]


def test_a_scan_shows_ink_where_the_truth_says() -> None:
    drawn = specimens.draw(3)
    pixels = np.asarray(Image.open(io.BytesIO(drawn.picture)).convert("L"), np.float64)
    for name, quads in drawn.truth["boxes"].items():
        for quad in quads:
            (left, top), (right, bottom) = np.min(quad, axis=0), np.max(quad, axis=0)
            part = pixels[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
            assert np.ptp(part) > 60, name


def test_report_pictures_use_other_seeds_and_faces() -> None:
    assert not set(faces.TUNE) & set(faces.REPORT)
    tuned, reported = next(specimens.series("clean", 1)), specimens.draw_report(0, "clean")
    assert tuned.truth["response"] != reported.truth["response"]


def test_demo_is_twelve_cards_with_a_few_hard_ones() -> None:
    drawn = specimens.demo()
    assert len(drawn) == 12
    assert 1 <= sum(each.truth["level"] == "bad" for each in drawn) <= 4
    assert all(each.truth["is_license"] for each in drawn)


def test_without_any_korean_face_the_error_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(faces, "installed", dict)
    with pytest.raises(FileNotFoundError, match="fonts-nanum"):
        faces.available(faces.PRODUCT)


@pytest.mark.parametrize("name", specimens.SETS)
def test_each_report_set_has_pictures_of_its_own(name: str) -> None:
    drawn = specimens.draw_report(0, "phone", name)
    assert drawn.picture == specimens.draw_report(0, "phone", name).picture
    assert drawn.picture not in {
        specimens.draw_report(0, "phone", other).picture
        for other in specimens.SETS
        if other != name
    }
    printed = {name for name in license_fields.NAMES if name not in ("Sex", "Birthday")}
    assert set(drawn.truth["boxes"]) == printed


def test_unseen_designs_name_streets_that_the_recognizer_does_not_know() -> None:
    assert not set(unseen.OTHER_WORDS) & set(COMMON_WORDS)
    for seed in range(20):
        drawn = people.person(random.Random(seed))
        moved = unseen.elsewhere(drawn, random.Random(seed))
        assert any(word in moved.address for word in unseen.OTHER_WORDS)


def test_unseen_designs_print_no_value_over_another() -> None:
    """A foreigner's long name once stood under the number beside it, where nobody could read it."""
    someone = (people.person(random.Random(seed)) for seed in itertools.count())
    foreign = (person for person in someone if person.foreign and len(person.name) > 18)
    for seed, person in enumerate(itertools.islice(foreign, 15)):
        card = unseen.draw_unseen_card(person, random.Random(seed), faces.available(faces.PRODUCT))
        for first, second in itertools.combinations(card.boxes, 2):
            for one, other in itertools.product(card.boxes[first], card.boxes[second]):
                assert not _overlap(one, other), (seed, first, second)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    (left, top), (right, bottom) = np.maximum(one, other)[:2], np.minimum(one, other)[2:]
    return left < right and top < bottom


def test_every_kind_of_card_is_drawn() -> None:
    """Old and current numbers, labels, English subtitles, the chip, classes, long values."""
    rng = random.Random(1)
    cards = [people.person(rng, old=index % 2 == 0) for index in range(150)]
    designs = [layouts.draw_layout(rng, report=index % 2 == 0) for index in range(150)]
    assert {card.license_number[2] == "-" for card in cards} == {True, False}
    assert {len(card.classes) for card in cards} == {1, 2, 3}
    assert any(card.foreign and len(card.name) > 20 for card in cards)
    assert any(len(card.address) > 40 for card in cards)
    assert {"none", "inline", "column", "english"} <= {design.labels for design in designs}
    assert {design.ic_mark for design in designs} == {True, False}
