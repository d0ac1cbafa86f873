"""The second reader, and how a line is cleaned for it."""

import cv2
import numpy as np
from PIL import Image, ImageDraw

from review.recognizer.lines import Line
from review.recognizer.tesseract import flatten, read_hangul
from review.specimens import faces


def test_tesseract_reads_hangul() -> None:
    drawn = faces.font(faces.available(faces.PRODUCT)[0], 40)
    image = Image.new("RGB", (260, 48), "white")
    ImageDraw.Draw(image).text((8, 0), "대한민국", font=drawn, fill="black")
    picture = np.asarray(image)[..., ::-1].copy()
    made = Line(np.array([[0, 0], [260, 0], [260, 48], [0, 48]], np.float32), picture)
    assert "".join(read_hangul(made, picture).text.split()) == "대한민국"


def test_a_pattern_and_a_shadow_under_the_ink_become_white() -> None:
    paper = np.tile(np.linspace(120, 240, 400, dtype=np.float32), (48, 1))
    paper += 12 * np.sin(np.arange(400) / 7)
    picture = np.repeat(np.clip(paper, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    cv2.putText(picture, "870713", (120, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.2, (20, 20, 20), 3)
    clean = flatten(picture)
    assert np.median(clean) > 230
    assert np.percentile(clean, 2) < 40
