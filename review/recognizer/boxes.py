"""Where a value is printed: its ink's outline, from what was read to the picture's pixels."""

from __future__ import annotations

import cv2
import numpy as np

from .decode import Pixels
from .detect import Quad
from .lines import TEXT_SHARE, Line
from .parse.page import Piece, Value
from .upright import Matrix, height, length, transform

# A CTC step marks the middle of a character: the ink begins and ends about this much further
# out, in line heights.
BEFORE, AFTER = 0.19, 0.16
# Where the ink's first and last row may lie, as shares of the line's height.
TOP, BOTTOM = (0.08, 0.32), (0.7, 0.94)
INK_SHARE = 0.22  # of the strongest rows' stroke edges


def quads_of(value: Value, to_pixels: Matrix) -> list[Quad]:
    """Return the outlines of a value's printed lines in pixels, one a line."""
    merged: dict[int, Piece] = {}
    for piece in value.pieces:
        known = merged.setdefault(id(piece.line), Piece(piece.line, piece.start, piece.end))
        known.start, known.end = min(known.start, piece.start), max(known.end, piece.end)
    return [transform(_outline(piece), to_pixels) for piece in merged.values()]


def _outline(piece: Piece) -> Quad:
    line = piece.line
    high = height(line.quad) / max(length(line.quad), 1.0)
    start, end = max(piece.start - BEFORE * high, 0.0), min(piece.end + AFTER * high, 1.0)
    first, last = (_share_of_line(row) for row in ink_rows(_part(line, start, end)))
    top, bottom = float(np.clip(first, *TOP)), float(np.clip(last, *BOTTOM))
    left, right = line.cut(start, end)[[0, 3]], line.cut(start, end)[[1, 2]]
    return np.array(
        [
            left[0] + (left[1] - left[0]) * top,
            right[0] + (right[1] - right[0]) * top,
            right[0] + (right[1] - right[0]) * bottom,
            left[0] + (left[1] - left[0]) * bottom,
        ],
        np.float32,
    )


def _part(line: Line, start: float, end: float) -> Pixels:
    width = line.picture.shape[1]
    return line.picture[:, int(start * width) : max(int(end * width), int(start * width) + 4)]


def ink_rows(picture: Pixels) -> tuple[float, float]:
    """Return the first and the last row with ink, as shares of the height."""
    grey = cv2.GaussianBlur(picture.min(axis=2), (3, 3), 0).astype(np.float32)
    edges = np.abs(np.diff(grey, axis=1)).mean(axis=1) if grey.shape[1] > 1 else grey[:, 0] * 0
    rows = len(edges)
    strong = edges > INK_SHARE * float(np.percentile(edges, 85))
    top = bottom = rows // 2
    while top > 0 and strong[top - 1]:
        top -= 1
    while bottom < rows and strong[bottom]:
        bottom += 1
    return top / rows, bottom / rows


def _share_of_line(row: float) -> float:
    """Return a share of the picture's height as one of the line's, whose middle the picture is."""
    return 0.5 + (row - 0.5) * TEXT_SHARE
