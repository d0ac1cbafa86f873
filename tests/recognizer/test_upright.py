"""Pictures are turned by the direction of their lines."""

import cv2
import numpy as np
import pytest

from review.recognizer.detect import ordered
from review.recognizer.upright import direction, groups, half_turn, is_level, straighten, transform


@pytest.mark.parametrize("angle", [-40, -5, 0, 20, 44])
def test_direction_of_turned_lines(angle: float) -> None:
    flat = [
        np.array([[0, y], [300, y], [300, y + 30], [0, y + 30]], np.float32) for y in (0, 60, 120)
    ]
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), -angle, 1), [0, 0, 1]])
    turned = [transform(quad, turn) for quad in flat]
    assert np.degrees(direction(turned)) == pytest.approx(angle, abs=0.5)


def test_marks_across_the_card_are_not_level() -> None:
    assert is_level(np.array([[0, 0], [300, 10], [300, 40], [0, 30]], np.float32))
    assert not is_level(np.array([[0, 0], [300, 100], [290, 130], [-10, 30]], np.float32))


def test_a_box_higher_than_it_is_wide_is_no_line() -> None:
    """It would be cut out and read lying on its side."""
    wide = np.array([[0, 0], [40, 5], [36, 35], [-4, 30]], np.float32)
    assert is_level(ordered(wide))
    assert not is_level(ordered(wide[:, ::-1]))


def test_straighten_needs_lines() -> None:
    assert np.array_equal(straighten([]), np.eye(3))


def test_half_turn_is_its_own_inverse() -> None:
    assert np.allclose(half_turn((100, 50)) @ half_turn((100, 50)), np.eye(3))


def lines_at(angle: float, count: int, rows: int) -> list[np.ndarray]:
    """Return parallel lines of text, ``rows`` pixels high, turned by ``angle`` degrees."""
    turn = np.vstack([cv2.getRotationMatrix2D((0, 0), -angle, 1), [0, 0, 1]])
    flat = [
        np.array([[0, y], [300, y], [300, y + rows], [0, y + rows]], np.float32)
        for y in range(0, 60 * count, 60)
    ]
    return [transform(quad, turn) for quad in flat]


def test_larger_print_in_another_direction_comes_first() -> None:
    card, sheet = lines_at(14, 6, 40), lines_at(0, 30, 20)
    found = groups([*sheet, *card])
    assert [len(group) for group in found] == [6, 30]


def test_a_few_odd_lines_make_no_direction_of_their_own() -> None:
    assert [len(group) for group in groups([*lines_at(0, 9, 30), *lines_at(30, 2, 60)])] == [9]
    assert groups([]) == []


def test_lines_between_two_directions_do_not_join_them() -> None:
    card, sheet, between = lines_at(10, 10, 40), lines_at(0, 25, 20), lines_at(5, 1, 40)
    assert [len(group) for group in groups([*sheet, *between, *card])][:2] == [11, 25]


def test_large_but_few_marks_come_after_the_cards_own_lines() -> None:
    card, sheet, marks = lines_at(10, 8, 34), lines_at(0, 20, 30), lines_at(28, 4, 52)
    assert [len(group) for group in groups([*marks, *sheet, *card])] == [8, 20, 4]
