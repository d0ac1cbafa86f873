"""Turns a picture so that the card's lines run level, by the direction of the lines themselves.

Works without the card's edges: cards that fill the frame, are cropped or lie on a printed sheet
have none that could be trusted.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from .decode import Pixels
from .detect import Quad

Matrix = npt.NDArray[np.float64]
VIEW_LONGEST = 1280
CARD = (1240, 782)  # pixels of a flat card, 85.6 x 54 mm
MARGIN = 0.016
ALIKE = np.radians(12)  # of doubled angles: lines within 6 degrees run alike
LEAST_GROUP = 4  # lines that make a direction of their own
MOST_GROUPS, MANY = 3, 8  # directions; lines from which on more of them count no more
TOO_FLAT = 1.72  # width by height; a card has 1.585
# Once the view is level a line of the card slants less, and a single sign's box is no steeper.
SLANT, STEEP = np.radians(9), np.radians(45)


def length(quad: Quad) -> float:
    """Return the length of a line in pixels."""
    return float(np.hypot(*(quad[1] - quad[0])))


def height(quad: Quad) -> float:
    """Return the height of a line in pixels."""
    return float(np.hypot(*(quad[3] - quad[0])))


def weight(quad: Quad) -> float:
    """Return how much a line counts: its area, of a long line only as much as a number needs."""
    return min(length(quad), 9 * height(quad)) * height(quad)


def groups(quads: list[Quad]) -> list[list[Quad]]:
    """Return the lines by direction: of the card, of a printed sheet below it, of marks on it.

    The one with larger print comes first; marks are large but few.
    """
    found: list[list[Quad]] = []
    rest = quads
    while rest and len(found) < MOST_GROUPS:
        group = _alike(rest)
        if found and len(group) < LEAST_GROUP:
            break
        found.append(group)
        rest = [quad for quad in rest if not any(quad is other for other in group)]
    return sorted(found, key=_prominence, reverse=True)


def _prominence(group: list[Quad]) -> float:
    return float(np.median([height(quad) for quad in group])) * min(len(group), MANY)


def _alike(quads: list[Quad]) -> list[Quad]:
    """Return the lines that run in the direction of most, weighted.

    The nearer two lines run the more they count for each other: one that runs between the card's
    lines and a printed sheet's is near to both.
    """
    if not quads:
        return []
    angles = np.array([_angle(quad) for quad in quads])
    weights = np.array([weight(quad) for quad in quads])
    # Doubled angles, since a line upside down has the same direction.
    apart = np.abs(np.angle(np.exp(2j * (angles[:, None] - angles[None, :]))))
    best = int(np.argmax(np.clip(1 - apart / ALIKE, 0, None) @ weights))
    return [quad for quad, near in zip(quads, apart[best] < ALIKE, strict=True) if near]


def _angle(quad: Quad) -> float:
    along = quad[1] - quad[0]
    return float(np.arctan2(along[1], along[0]))


def direction(quads: list[Quad]) -> float:
    """Return the angle in radians of most lines, weighted; 0 without any lines."""
    long = _alike([quad for quad in quads if length(quad) > 2.5 * height(quad)] or quads)
    total = sum(np.exp(2j * _angle(quad)) * weight(quad) for quad in long)
    return float(np.angle(total) / 2) if long else 0.0


def is_level(quad: Quad) -> bool:
    """Whether a line runs level in the view; marks laid over the card run across.

    Of one sign the direction says little, unless the box stands higher than it is wide: then it
    would be read lying on its side.
    """
    along = quad[1] - quad[0]
    is_short = length(quad) < 1.6 * height(quad)
    return abs(float(np.arctan2(along[1], along[0]))) < float(STEEP if is_short else SLANT)


def view(shape: tuple[int, ...], quads: list[Quad]) -> tuple[Matrix, tuple[int, int]]:
    """Return the homography that levels the lines and fits them into a view, and its size."""
    angle = direction(quads)
    turn = np.array(
        [[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    )
    level = straighten([transform(quad, turn) for quad in quads]) @ turn
    rows, columns = shape[:2]
    corners = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    frame = transform(corners, level)
    low, high = frame.min(axis=0), frame.max(axis=0)
    if quads:
        points = transform(np.concatenate(quads), level)
        margin = 0.18 * float((points.max(axis=0) - points.min(axis=0)).max())
        low = np.maximum(low, points.min(axis=0) - margin)
        high = np.minimum(high, points.max(axis=0) + margin)
    extent = np.maximum(high - low, 16)
    scale = VIEW_LONGEST / float(extent.max())
    fit = np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale], [0, 0, 1.0]])
    size = (round(float(extent[0]) * scale), round(float(extent[1]) * scale))
    return fit @ level, size


def card_view(corners: Quad) -> tuple[Matrix, tuple[int, int]]:
    """Return the homography that lays a found card flat with a small margin, and the size.

    Where the outline is too flat for a card, as when a dark band along an edge was taken for
    background, the view reaches further out above and below by what is missing.
    """
    sides = [float(np.hypot(*(corners[i] - corners[i - 1]))) for i in range(4)]
    aspect = (sides[1] + sides[3]) / max(sides[0] + sides[2], 1e-6)
    flat_rows = CARD[0] / aspect if aspect > TOO_FLAT else CARD[1]
    x, y = CARD[0] * MARGIN, CARD[1] * MARGIN + (CARD[1] - flat_rows)
    width, rows = round(CARD[0] + 2 * x), round(flat_rows + 2 * y)
    flat = np.array([[x, y], [width - x, y], [width - x, rows - y], [x, rows - y]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), flat)
    return np.asarray(matrix, np.float64), (width, rows)


def half_turn(size: tuple[int, int]) -> Matrix:
    """Return the homography that turns a view of ``size`` over."""
    return np.array([[-1.0, 0, size[0]], [0, -1.0, size[1]], [0, 0, 1.0]])


def turn(angle: float, size: tuple[int, int]) -> Matrix:
    """Return the homography that levels what runs at ``angle`` (radians) in a view of ``size``."""
    middle = (size[0] / 2, size[1] / 2)
    return np.vstack([cv2.getRotationMatrix2D(middle, float(np.degrees(angle)), 1.0), [0, 0, 1]])


def straighten(quads: list[Quad]) -> Matrix:
    """Return the homography that makes slightly fanned lines parallel (perspective).

    Least squares over y' = (y + a x) / (1 + g x + h y), so that both ends of each line get the
    same y'. Identity where too few lines speak.
    """
    long = [quad for quad in quads if length(quad) > 4 * height(quad)]
    identity = np.eye(3)
    if len(long) < 4:
        return identity
    left = np.array([(quad[0] + quad[3]) / 2 for quad in long], np.float64)
    right = np.array([(quad[1] + quad[2]) / 2 for quad in long], np.float64)
    slopes = (right - left)[:, 1] / np.maximum((right - left)[:, 0], 1e-6)
    keep = np.abs(slopes - np.median(slopes)) < np.radians(6)
    if keep.sum() < 3:
        return identity
    left, right = left[keep], right[keep]
    span = float(np.ptp(np.concatenate([left, right]), axis=0).max()) or 1.0
    (x1, y1), (x2, y2) = left.T / span, right.T / span
    # (y1 + a x1)(1 + g x2 + h y2) = (y2 + a x2)(1 + g x1 + h y1), second order terms dropped.
    system = np.stack([x1 - x2, y1 * x2 - y2 * x1], axis=1)
    damped = np.vstack([system, np.diag([1e-3, 0.05])])
    answer = np.linalg.lstsq(damped, np.concatenate([y2 - y1, [0, 0]]), rcond=None)[0]
    a, g = np.clip(answer, -0.3, 0.3)
    shrink = np.diag([1 / span, 1 / span, 1.0])
    bend = np.array([[1, 0, 0], [a, 1, 0], [g, 0, 1.0]])
    return np.asarray(np.linalg.inv(shrink) @ bend @ shrink)


def transform(points: npt.NDArray[np.floating], matrix: Matrix) -> Quad:
    """Return ``points`` (n x 2) mapped by the homography ``matrix``."""
    mapped = cv2.perspectiveTransform(np.asarray(points, np.float64)[None], matrix)[0]
    return np.asarray(mapped, np.float32)


def warp(pixels: Pixels, matrix: Matrix, size: tuple[int, int]) -> Pixels:
    """Return the view of ``size`` (width, height) through ``matrix``."""
    return np.asarray(
        cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_LINEAR,
                            borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )  # fmt: skip
