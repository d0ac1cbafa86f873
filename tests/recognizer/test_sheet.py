"""Which lines of a view are read: those of the card before those of what it lies on."""

from __future__ import annotations

import cv2
import numpy as np

from review.recognizer import sheet
from review.recognizer.detect import ordered
from review.recognizer.upright import view

from .lines import line


def test_a_cards_lines_go_before_larger_print_of_the_sheet_below() -> None:
    number = line("870412-2985506", x=700, y=300)
    issue = line("2022.07.22", x=640, y=620, height=20)
    printed = [line("x" * 20, x=40, y=20 + 40 * row, height=40) for row in range(20)]
    for each in (number, issue, *printed):
        each.picture = each.picture.repeat(12, axis=1)
    chosen = sheet._nearest([*printed, issue, number], [number])
    assert issue in chosen
    assert len(chosen) < len(printed)


def test_a_level_picture_is_not_looked_at_a_second_time() -> None:
    pixels = np.zeros((800, 1270, 3), np.uint8)
    level = [line("8" * 50, x=85, y=80 * row).quad for row in range(10)]
    turn = cv2.getRotationMatrix2D((635, 400), 8, 1.0)
    slanting = [ordered(cv2.transform(quad[None], turn)[0]) for quad in level]
    for quads, once in ((level, True), (slanting, False)):
        matrix, _ = view(pixels.shape, quads)
        assert sheet._shows_no_more(matrix, pixels, quads) is once
