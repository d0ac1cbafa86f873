"""Which lines of a view are read: those of the card before those of what it lies on."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest

from review.recognizer import read, sheet
from review.recognizer.choice import first, hints_at_card, largest, nearest_to, shows_card
from review.recognizer.detect import Quad, ordered
from review.recognizer.upright import view

from .composites import flat, on_a_sheet
from .lines import line


def test_a_cards_lines_go_before_larger_print_of_the_sheet_below() -> None:
    number = line("870412-2985506", x=700, y=300)
    issue = line("2022.07.22", x=640, y=620, height=20)
    printed = [line("x" * 20, x=40, y=20 + 40 * row, height=40) for row in range(20)]
    for each in (number, issue, *printed):
        each.picture = each.picture.repeat(12, axis=1)
    chosen = first(nearest_to([number], [*printed, issue, number]), sheet.MOST_WIDTH)
    assert issue in chosen
    assert len(chosen) < len(printed)


def test_the_largest_print_goes_before_the_longest_lines() -> None:
    number, title = line("870412-2985506", height=52), line("자동차운전면허증", height=70)
    printed = [line("x" * 60, x=40, y=40 * row, height=40) for row in range(5)]
    for each in (number, title, *printed):
        each.picture = each.picture.repeat(12, axis=1)
    assert set(largest([*printed, number, title], 1200)) == {number, title}


def test_lines_that_run_another_way_than_the_numbers_come_last() -> None:
    number, name = line("870412-2985506", x=700, y=300), line("노린별 노린별 노린별", x=700, y=420)
    number.quad, name.quad = (_turned(each.quad, 5) for each in (number, name))
    printed = line("x" * 20, x=600, y=360)
    assert nearest_to([number], [printed, name]) == [name, printed]


def test_a_doubtful_date_shows_no_card_and_a_license_number_does() -> None:
    assert shows_card([line("12-05-007778-10")])
    doubtful = line("2012.03.04")
    doubtful.latin.scores = doubtful.hangul.scores = [0.2] * 10
    assert not shows_card([doubtful])
    assert hints_at_card([doubtful])


@pytest.mark.parametrize("degrees", [-5, 3, 6])
def test_a_card_along_a_printed_sheet_is_read(degrees: float) -> None:
    """The card's edge does not show, and most lines are the sheet's: such a card was refused."""
    card, truth = flat(43)
    reading = read(on_a_sheet(card, degrees, random.Random(3)))
    for name in ("LicenseNumber", "Name", "ID", "AptitudeTesDate", "DateOfIssue", "Type"):
        assert reading.fields[name] == truth[name], name
    assert reading.fields["Number"] in ("", truth["Number"])


def _turned(quad: Quad, degrees: float) -> Quad:
    around = cv2.getRotationMatrix2D((640, 400), degrees, 1.0)
    return np.asarray(cv2.transform(quad[None], around)[0], np.float32)


def test_a_level_picture_is_not_looked_at_a_second_time() -> None:
    pixels = np.zeros((800, 1270, 3), np.uint8)
    level = [line("8" * 50, x=85, y=80 * row).quad for row in range(10)]
    slanting = [ordered(_turned(quad, 8)) for quad in level]
    for quads, once in ((level, True), (slanting, False)):
        matrix, _ = view(pixels.shape, quads)
        assert sheet._shows_no_more(matrix, pixels, quads) is once


@pytest.mark.parametrize(("seed", "degrees"), [(48, 11), (54, -63), (60, 162)])
def test_a_small_card_across_a_printed_sheet_is_read(seed: int, degrees: float) -> None:
    """Its edge is faint and broken by print, which is all that the detector sees of such a page."""
    card, truth = flat(seed)
    reading = read(on_a_sheet(card, degrees, random.Random(seed), share=0.35, faded=0.7))
    for name in ("LicenseNumber", "Number", "DateOfIssue", "Type"):
        assert reading.fields[name] == truth[name], name
