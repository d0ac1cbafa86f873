"""Where a value's ink lies."""

import cv2
import numpy as np
import pytest

from review.recognizer.boxes import ink_rows, quads_of
from review.recognizer.lines import cut_line
from review.recognizer.parse.page import Piece, Value

from .lines import line


def test_ink_rows_span_what_is_printed() -> None:
    picture = np.full((48, 300, 3), 230, np.uint8)
    cv2.putText(picture, "870713", (20, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 3)
    top, bottom = ink_rows(picture)
    assert top == pytest.approx(13 / 48, abs=0.08)
    assert bottom == pytest.approx(38 / 48, abs=0.08)


def test_the_parts_of_a_line_share_one_box() -> None:
    made = line("870412-2985506", x=100, y=50)
    value = Value("", 1.0, [Piece(made, 0.1, 0.3), Piece(made, 0.5, 0.8)])
    (quad,) = quads_of(value, np.eye(3))
    assert quad[0][0] == pytest.approx(made.left + 0.1 * (made.right - made.left), abs=10)
    assert quad[1][0] == pytest.approx(made.left + 0.8 * (made.right - made.left), abs=10)


def test_each_line_has_a_box_in_the_pictures_pixels() -> None:
    value = Value("", 1.0, [Piece(line("서울", y=50)), Piece(line("강남구", y=100))])
    plain = quads_of(value, np.eye(3))
    doubled = quads_of(value, np.diag([2.0, 2.0, 1.0]))
    assert len(plain) == len(doubled) == 2
    assert np.allclose(np.array(doubled), 2 * np.array(plain), atol=0.01)


def test_the_box_is_where_the_ink_is_however_much_of_the_line_was_cut() -> None:
    pixels = np.full((200, 500, 3), 230, np.uint8)
    cv2.putText(pixels, "870713", (60, 112), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (20, 20, 20), 3)
    corners = np.array([[40, 76], [220, 76], [220, 126], [40, 126]], np.float32)
    cut = cut_line(pixels, corners, np.eye(3))
    (quad,) = quads_of(Value("870713", 1.0, [Piece(cut)]), np.eye(3))
    assert quad[0][1] == pytest.approx(91.5, abs=2)
    assert quad[2][1] == pytest.approx(112, abs=2)
