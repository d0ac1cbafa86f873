"""Lines of text are found."""

import cv2
import numpy as np

from review.recognizer.detect import find_lines


def test_lines_are_found_where_text_is() -> None:
    pixels = np.full((300, 800, 3), 255, np.uint8)
    cv2.putText(pixels, "870713-5260590", (60, 160), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    quads = find_lines(pixels, 736)
    assert len(quads) == 1
    assert quads[0][0][1] < 160 < quads[0][2][1] + 10
