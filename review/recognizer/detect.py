"""Finds the lines of text in a picture (PP-OCRv6 detector)."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from . import engines
from .decode import Pixels

Mask = npt.NDArray[np.uint8]
Heat = npt.NDArray[np.float32]
Quad = npt.NDArray[np.float32]  # 4 corners (x, y): top left, top right, bottom right, bottom left
INK_THRESHOLD = 0.3
LINE_THRESHOLD = 0.5
BENT = 0.72  # a straight blob fills at least this share of its rectangle
LEVEL_SLOPE = 0.11
# The detector marks the core of a line; growing by area / perimeter gives the whole line.
UNCLIP = 1.6


def find_lines(pixels: Pixels, side: int) -> list[Quad]:
    """Return the quadrilaterals of lines, in ``pixels`` coordinates, in no order.

    ``side`` is the longest side in pixels at which the detector looks.
    """
    height, width = pixels.shape[:2]
    factor = side / max(height, width)
    size = tuple(max(32, round(length * factor / 32) * 32) for length in (width, height))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    tensor = (small.astype(np.float32) / 127.5 - 1).transpose(2, 0, 1)[None]
    heat = engines.detector().run(None, {"x": np.ascontiguousarray(tensor)})[0][0, 0]
    scale = np.array([width / size[0], height / size[1]], np.float32)
    return [quad * scale for quad in _quads(heat)]


def _quads(heat: Heat) -> list[Quad]:
    mask = (heat > INK_THRESHOLD).astype(np.uint8)
    mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for contour in contours[:1000]:
        rect = cv2.minAreaRect(contour)
        if min(rect[1]) < 3:
            continue
        if cv2.contourArea(contour) < BENT * rect[1][0] * rect[1][1]:
            parts = _level_parts(mask, contour)
        else:
            parts = [rect]
        quads += [_grown(part) for part in parts if _score(heat, part) >= LINE_THRESHOLD]
    return quads


def _grown(rect: cv2.typing.RotatedRect) -> Quad:
    (center, (width, height), angle) = rect
    grow = width * height * UNCLIP / (width + height)
    return ordered(cv2.boxPoints((center, (width + grow, height + grow), angle)))


def _level_parts(mask: Mask, contour: npt.NDArray[np.int32]) -> list[cv2.typing.RotatedRect]:
    """Return the level runs of a bent blob: a line that touches a mark laid across the card."""
    x, y, width, height = cv2.boundingRect(contour)
    own = np.zeros((height, width), np.uint8)
    cv2.drawContours(own, [contour - (x, y)], -1, 1, -1)
    own &= mask[y : y + height, x : x + width]
    count = np.maximum(own.sum(axis=0), 1)
    thick = float(np.median(count))
    long = [run for run in _runs(_is_level(own, count)) if run[1] - run[0] > 2 * thick]
    return [part for run in long for part in _part(own, run, (x, y))]


def _is_level(own: Mask, count: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Whether a blob runs level, and no thicker than its lines do, in each of its columns."""
    middle = (own * np.arange(len(own))[:, None]).sum(axis=0) / count
    window = max(5, int(1.5 * float(np.median(count))) | 1)
    smooth = cv2.blur(middle[None].astype(np.float32), (window, 1))[0]
    level = np.abs(np.gradient(smooth)) < LEVEL_SLOPE
    return np.asarray(level & (count < 1.6 * np.percentile(count, 40) + 2))


def _part(
    own: Mask, run: tuple[int, int], corner: tuple[int, int]
) -> Iterator[cv2.typing.RotatedRect]:
    """Yield the rectangle of a level run, of a blob whose top left is ``corner``."""
    rows = np.flatnonzero(own[:, slice(*run)].mean(axis=1) > 0.5)
    if len(rows) > 2:
        left, right = _stretched(own[round(float(rows.mean()))], *run)
        center = (corner[0] + (left + right) / 2, corner[1] + (rows[0] + rows[-1] + 1) / 2)
        yield center, (float(right - left), float(rows[-1] - rows[0] + 1)), 0.0


def _stretched(row: npt.NDArray[np.uint8], start: int, end: int) -> tuple[int, int]:
    """Return the run grown along its middle row to where the blob ends: text below the mark."""
    while start > 0 and row[start - 1]:
        start -= 1
    while end < len(row) and row[end]:
        end += 1
    return start, end


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _score(heat: Heat, rect: cv2.typing.RotatedRect) -> float:
    box = cv2.boxPoints(rect)
    left, top = np.maximum(np.floor(box.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(box.max(axis=0)).astype(int) + 1
    part = heat[top:bottom, left:right]
    mask = np.zeros(part.shape, np.uint8)
    cv2.fillPoly(mask, [np.asarray(box - (left, top), np.int32)], 1)
    return float(cv2.mean(part, mask)[0])


def ordered(points: npt.NDArray[np.float32]) -> Quad:
    """Return the corners of a line so that its longer sides run from left to right.

    For a line nearer to upright than to level, left is its lower end in the picture.
    """
    points = np.asarray(points, np.float32)
    first, second = points[1] - points[0], points[2] - points[1]
    along = first if np.hypot(*first) >= np.hypot(*second) else second
    along = along / max(float(np.hypot(*along)), 1e-6)
    if along[0] < -abs(along[1]) * 1e-3 or (abs(along[0]) < 1e-3 and along[1] > 0):
        along = -along
    down = np.array([-along[1], along[0]], np.float32)
    center = points.mean(axis=0)
    a, d = (points - center) @ along, (points - center) @ down
    half_a, half_d = (a.max() - a.min()) / 2, (d.max() - d.min()) / 2
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    return np.array(
        [center + along * sa * half_a + down * sd * half_d for sa, sd in corners], np.float32
    )
