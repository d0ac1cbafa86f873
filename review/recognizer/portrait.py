"""Cuts the portrait out of the levelled view of a card."""

from __future__ import annotations

import cv2
import numpy as np

from .decode import Pixels
from .detect import Quad

# Of the view's width: how wide a portrait is; how much taller than wide; how full its outline.
WIDTHS = (0.14, 0.36)
SHAPE = (1.08, 1.55)
LEAST_FULL = 0.72
PERSON_WIDTHS, PERSON_SHAPE = (0.13, 0.36), (0.8, 1.8)
OTHER_COLOR = 26.0  # distance in CIE Lab
QUALITY = 90
Rect = tuple[int, int, int, int]  # left, top, width, height


def cut_portrait(view: Pixels, lines: list[Quad]) -> bytes | None:
    """Return the portrait as a JPEG, None where none is found.

    ``lines`` are the read lines: a portrait has none inside.
    """
    person = _person(view, lines)
    if person is None:
        return None
    left, top, width, height = _frame(view, person, lines)
    part = view[max(top, 0) : top + height, max(left, 0) : left + width]
    encoded, data = cv2.imencode(".jpg", part, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return data.tobytes() if encoded else None


def _person(view: Pixels, lines: list[Quad]) -> Rect | None:
    """Return the bounds of the largest patch of other color than the card's paper."""
    lab = cv2.cvtColor(cv2.GaussianBlur(view, (0, 0), 3), cv2.COLOR_BGR2LAB).astype(np.float32)
    paper = np.median(lab.reshape(-1, 3), axis=0)
    mask = (np.linalg.norm(lab - paper, axis=2) > OTHER_COLOR).astype(np.uint8)
    for quad in lines:
        cv2.fillConvexPoly(mask, np.asarray(quad, np.int32), 0)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((31, 31), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    patches: list[tuple[int, Rect]] = []
    for x, y, width, height, area in stats[1:count]:
        share = width / view.shape[1]
        tall = PERSON_SHAPE[0] < height / max(width, 1) < PERSON_SHAPE[1]
        if PERSON_WIDTHS[0] < share < PERSON_WIDTHS[1] and tall and area > 0.35 * width * height:
            patches.append((int(area), (int(x), int(y), int(width), int(height))))
    return max(patches)[1] if patches else None


def _frame(view: Pixels, person: Rect, lines: list[Quad]) -> Rect:
    """Return the printed frame around the person, or the usual margin where it does not show."""
    x, y, width, height = person
    around = [
        rect
        for rect in _outlines(view, lines)
        if rect[0] <= x + 0.1 * width
        and rect[1] <= y + 0.1 * height
        and rect[0] + rect[2] >= x + 0.9 * width
        and rect[1] + rect[3] >= y + 0.9 * height
    ]
    if around:
        return min(around, key=lambda rect: rect[2] * rect[3])
    full = round(max(width, height / 1.2))
    tall = round(max(height * 1.12, full * 1.25))
    return x - (full - width) // 2, y + height - tall, full, tall


def _outlines(view: Pixels, lines: list[Quad]) -> list[Rect]:
    """Return the upright rectangles of a portrait's shape with an edge around, no text inside."""
    found: list[Rect] = []
    for low, high in ((15, 40), (40, 90)):
        edges = np.zeros(view.shape[:2], np.uint8)
        for channel in cv2.split(cv2.GaussianBlur(view, (0, 0), 1.5)):
            edges |= cv2.Canny(channel, low, high)
        edges = cv2.dilate(edges, np.ones((5, 5), np.uint8))
        contours, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            x, y, width, height = cv2.boundingRect(contour)
            full = cv2.contourArea(contour) / max(width * height, 1)
            if _portrait_shape(view, width, height) and full > LEAST_FULL:
                found.append((x, y, width, height))
    return [rect for rect in found if not _text_inside(rect, lines)]


def _portrait_shape(view: Pixels, width: int, height: int) -> bool:
    share = width / view.shape[1]
    return WIDTHS[0] < share < WIDTHS[1] and SHAPE[0] < height / max(width, 1) < SHAPE[1]


def _text_inside(rect: Rect, lines: list[Quad]) -> bool:
    left, top, width, height = rect
    inside = 0
    for quad in lines:
        x, y = quad.mean(axis=0)
        inside += left < x < left + width and top + 0.1 * height < y < top + 0.9 * height
    return inside > 1
