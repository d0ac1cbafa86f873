"""Lines of text are found."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import rapidocr

from review import specimens
from review.recognizer import engines
from review.recognizer.decode import decode
from review.recognizer.detect import INK_THRESHOLD, find_lines


def test_lines_are_found_where_text_is() -> None:
    pixels = np.full((300, 800, 3), 255, np.uint8)
    cv2.putText(pixels, "870713-5260590", (60, 160), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4)
    quads = find_lines(pixels, 736)
    assert len(quads) == 1
    assert quads[0][0][1] < 160 < quads[0][2][1] + 10


@pytest.mark.parametrize("level", ["clean", "phone", "bad"])
def test_the_8_bit_detector_marks_what_the_bundled_one_marks(level: specimens.Level) -> None:
    """A processor that computed bytes otherwise would show here."""
    folder = Path(rapidocr.__file__).parent / "models"
    bundled = engines.session((folder / "PP-OCRv6_det_small.onnx").read_bytes())
    pixels, _ = decode(specimens.draw(1, level=level).picture, 640)
    small = cv2.resize(pixels, (640, 416)).astype(np.float32)
    shown = {"x": np.ascontiguousarray((small / 127.5 - 1).transpose(2, 0, 1)[None])}
    first, second = (
        each.run(None, shown)[0] > INK_THRESHOLD for each in (bundled, engines.detector())
    )
    assert (first & second).sum() > 0.85 * (first | second).sum() > 0
