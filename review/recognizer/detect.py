"""Finds the lines of text in a picture (PP-OCRv6 detector)."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from . import engines
from .decode import Pixels

Quad = npt.NDArray[np.float32]  # 4 corners (x, y): top left, top right, bottom right, bottom left
INK_THRESHOLD = 0.3
LINE_THRESHOLD = 0.5
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


def _quads(heat: npt.NDArray[np.float32]) -> list[Quad]:
    mask = (heat > INK_THRESHOLD).astype(np.uint8)
    mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for contour in contours[:1000]:
        rect = cv2.minAreaRect(contour)
        if min(rect[1]) < 3 or _score(heat, rect) < LINE_THRESHOLD:
            continue
        (center, (width, height), angle) = rect
        grow = width * height * UNCLIP / (2 * (width + height)) * 2
        quads.append(ordered(cv2.boxPoints((center, (width + grow, height + grow), angle))))
    return quads


def _score(heat: npt.NDArray[np.float32], rect: cv2.typing.RotatedRect) -> float:
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
