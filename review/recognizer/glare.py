"""Whether a reflex lies over a value or touches it: what it hides must not be guessed."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .decode import Pixels
from .lines import ROWS, cut_line
from .parse.page import Piece, Value
from .upright import Matrix, height, length

BURNT = 248  # of 255, in every channel
WHITE_PAPER = 0.25  # share of burnt pixels from which the paper itself is that bright
HIDDEN = 0.7  # share of burnt pixels in a stretch as long as the line is high
REACH = 3.0  # line heights beyond the value's ends: the reflex may hide what follows
UNSURE = 0.5  # the most that a value beside a reflex is worth


def doubt_hidden(values: list[Value], flat: Pixels, pixels: Pixels, to_pixels: Matrix) -> None:
    """Limit the confidence of each value that a reflex touches; ``flat`` is the card's view."""
    if _burnt(flat).mean() > WHITE_PAPER:
        return
    for value in values:
        if any(_touched(piece, pixels, to_pixels) for piece in value.pieces):
            value.confidence = min(value.confidence, UNSURE)


def _burnt(pixels: Pixels) -> npt.NDArray[np.bool_]:
    blue, green, red = cv2.split(pixels)
    return np.asarray(cv2.min(cv2.min(blue, green), red) >= BURNT)


def _touched(piece: Piece, pixels: Pixels, to_pixels: Matrix) -> bool:
    line = piece.line
    reach = REACH * height(line.quad) / max(length(line.quad), 1.0)
    around = line.cut(piece.start - reach, piece.end + reach)
    burnt = _burnt(cut_line(pixels, around, to_pixels, share=1.0).picture).mean(axis=0)
    stretches = np.convolve(burnt, np.full(ROWS, 1 / ROWS), "valid")
    return bool(len(stretches) and stretches.max() > HIDDEN)
