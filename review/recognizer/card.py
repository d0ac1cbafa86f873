"""Finds the card's four corners where its edge shows against the background."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
import numpy.typing as npt

from .decode import Pixels, shrink

Corners = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]
SIDE = 480  # pixels of the longest side at which edges are sought
LEAST_AREA = 0.08  # share of the picture
CARD_ASPECT = 1.585  # 85.6 x 54 mm
ASPECT = (1.25, 1.95)  # what perspective leaves of it
SMALL, SMALL_ASPECT = 0.2, 1.36  # up to that share of the picture it may be the portrait: 1.28
UNLIKE = (8, 4, 4)  # lightness, green to red, blue to yellow: what differs more is not the paper
LEAST_EDGE = 0.55  # share of the outline with an edge along it


def find_card(pixels: Pixels) -> Corners | None:
    """Return the card's corners in ``pixels``, clockwise from one end of a long side, or None.

    None where no outline is convincing: the card fills the frame or is cut.
    """
    small, factor = shrink(pixels, SIDE)
    smooth = cv2.bilateralFilter(small, 5, 30, 5)
    gradient = _gradient(smooth)
    corners = _likeliest(_masks(smooth), *gradient)
    if corners is None:
        corners = _likeliest([_not_paper(smooth)], *gradient)
    return None if corners is None else _long_side_first(corners) / np.float32(factor)


def _likeliest(
    masks: Iterable[Mask],
    strength: npt.NDArray[np.float32],
    angle: npt.NDArray[np.float32],
) -> Corners | None:
    """Return the corners of the most convincing outline in ``masks``."""
    best, chosen = 0.0, None
    for contour in _contours(masks, strength.shape):
        corners = _corners(contour, strength.shape)
        if corners is None:
            continue
        score = _edge_share(corners, strength, angle)
        if score > LEAST_EDGE and score * _weight(corners, strength.shape) > best:
            best, chosen = score * _weight(corners, strength.shape), corners
    return chosen


def _weight(corners: Corners, shape: tuple[int, ...]) -> float:
    """Weigh outlines by size and by how near they are to the shape of a card.

    The portrait, or the card without a dark band along its edge, is a good rectangle as well.
    """
    share = cv2.contourArea(corners) / (shape[0] * shape[1])
    sides = [float(np.hypot(*(corners[i] - corners[i - 1]))) for i in range(4)]
    first, second = sides[0] + sides[2], sides[1] + sides[3]
    aspect = max(first, second) / max(min(first, second), 1e-6)
    return float(share**0.4 * np.exp(-1.5 * abs(np.log(aspect / CARD_ASPECT))))


def _contours(masks: Iterable[Mask], shape: tuple[int, ...]) -> Iterator[npt.NDArray[np.int32]]:
    """Yield the outlines in ``masks`` that are large enough for a card."""
    least = LEAST_AREA * shape[0] * shape[1] * 0.7
    for mask in masks:
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            _x, _y, w, h = cv2.boundingRect(contour)
            if w * h >= least and len(contour) > 40:
                yield contour


def _masks(smooth: Pixels) -> Iterator[Mask]:
    """Yield the edges, weak and strong, and the areas of like color."""
    kernel = np.ones((3, 3), np.uint8)
    channels = [cv2.GaussianBlur(channel, (0, 0), 1.0) for channel in cv2.split(smooth)]
    for low, high in ((20, 50), (50, 110)):
        edges = np.zeros(smooth.shape[:2], np.uint8)
        for channel in channels:
            edges |= cv2.Canny(channel, low, high)
        yield cv2.dilate(edges, kernel)
    # Print beside the card breaks its outline, which is whole again inside.
    yield cv2.morphologyEx(edges, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    lab = cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB)
    tiny = cv2.resize(lab, (96, 72), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 8, 1.0)
    _, _, centers = cv2.kmeans(
        tiny.astype(np.float32), 4, np.zeros((len(tiny), 1), np.int32), stop, 1,
        cv2.KMEANS_PP_CENTERS,
    )  # fmt: skip
    # Of the squared distance to each center, what differs between the centers.
    away = lab.astype(np.float32) @ (-2 * centers.T) + (centers**2).sum(axis=1)
    labels = away.argmin(axis=2)
    for index in range(4):
        mask = (labels == index).astype(np.uint8) * 255
        yield cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))


def _not_paper(smooth: Pixels) -> Mask:
    """Return what has not the color of most of the picture, less lines of print.

    On a printed sheet print breaks the card's outline, and is more unlike the sheet than the card.
    """
    lab = cv2.cvtColor(smooth, cv2.COLOR_BGR2LAB)
    paper = np.median(lab[::3, ::3].reshape(-1, 3), axis=0)
    apart = cv2.absdiff(lab, np.full_like(lab, paper.astype(np.uint8)))
    mask = np.asarray(np.max(apart > UNLIKE, axis=2), np.uint8) * np.uint8(255)
    for kind, side in ((cv2.MORPH_CLOSE, 3), (cv2.MORPH_OPEN, 7), (cv2.MORPH_CLOSE, 9)):
        mask = np.asarray(cv2.morphologyEx(mask, kind, np.ones((side, side), np.uint8)), np.uint8)
    return mask


def _corners(contour: npt.NDArray[np.int32], shape: tuple[int, ...]) -> Corners | None:
    """Return the four corners of a contour that is a card in perspective, else None."""
    hull = cv2.convexHull(contour)
    area = cv2.contourArea(hull)
    if area < LEAST_AREA * shape[0] * shape[1] or area > 0.985 * shape[0] * shape[1]:
        return None
    rough = _four_points(hull)
    if rough is None:
        return None
    corners = _fit_sides(hull, rough)
    sides = [float(np.hypot(*(corners[i] - corners[i - 1]))) for i in range(4)]
    first, second = sides[0] + sides[2], sides[1] + sides[3]
    aspect = max(first, second) / max(min(first, second), 1e-6)
    alike = min(sides[0], sides[2]) / max(sides[0], sides[2]) > 0.6 and (
        min(sides[1], sides[3]) / max(sides[1], sides[3]) > 0.6
    )
    full = 0.9 < area / max(cv2.contourArea(corners), 1.0) < 1.06
    least = SMALL_ASPECT if area < SMALL * shape[0] * shape[1] else ASPECT[0]
    return corners if least < aspect < ASPECT[1] and alike and full else None


def _four_points(hull: npt.NDArray[np.int32]) -> Corners | None:
    around = cv2.arcLength(hull, True)
    for share in (0.02, 0.03, 0.045, 0.06, 0.08, 0.1):
        points = cv2.approxPolyDP(hull, share * around, True)
        if len(points) == 4:
            return np.asarray(points.reshape(4, 2), np.float32)
        if len(points) < 4:
            return None
    return None


def _fit_sides(hull: npt.NDArray[np.int32], rough: Corners) -> Corners:
    """Return the crossings of straight lines fitted to the middle of each side.

    The card's corners are round: the ends of the sides would pull the lines inwards.
    """
    dense = _densify(hull.reshape(-1, 2).astype(np.float32))
    lines = []
    for index in range(4):
        a, b = rough[index], rough[(index + 1) % 4]
        along = (b - a) / max(float(np.hypot(*(b - a))), 1e-6)
        where = (dense - a) @ along / max(float(np.hypot(*(b - a))), 1e-6)
        off = np.abs((dense - a) @ np.array([-along[1], along[0]]))
        near = dense[(where > 0.15) & (where < 0.85) & (off < 6)]
        if len(near) < 8:
            return rough
        vx, vy, x, y = cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((np.array([vx, vy]), np.array([x, y])))
    corners = [_crossing(lines[index - 1], lines[index]) for index in range(4)]
    fitted = np.array(corners, np.float32)
    return fitted if np.abs(fitted - rough).max() < 40 else rough


def _densify(points: Corners) -> Corners:
    pieces = []
    for index in range(len(points)):
        a, b = points[index - 1], points[index]
        count = max(2, int(np.hypot(*(b - a)) / 2))
        pieces.append(a + (b - a) * np.linspace(0, 1, count, endpoint=False)[:, None])
    return np.asarray(np.concatenate(pieces), np.float32)


def _crossing(
    first: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
    second: tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]],
) -> npt.NDArray[np.float64]:
    (d1, p1), (d2, p2) = first, second
    matrix = np.array([d1, -d2]).T
    if abs(np.linalg.det(matrix)) < 1e-6:
        return p1
    return np.asarray(p1 + d1 * np.linalg.solve(matrix, p2 - p1)[0])


def _gradient(
    smooth: npt.NDArray[np.uint8],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return the strength and the direction of the strongest channel's gradient."""
    image = cv2.GaussianBlur(smooth, (0, 0), 1.2)
    across, down = (cv2.split(cv2.Sobel(image, cv2.CV_32F, *axis)) for axis in ((1, 0), (0, 1)))
    gx, gy, strength = across[0], down[0], cv2.magnitude(across[0], down[0])
    for dx, dy in zip(across[1:], down[1:], strict=True):
        own = cv2.magnitude(dx, dy)
        stronger = own > strength
        gx, gy = np.where(stronger, dx, gx), np.where(stronger, dy, gy)
        strength = np.where(stronger, own, strength)
    return np.asarray(strength, np.float32), np.asarray(cv2.phase(gx, gy), np.float32)


def _edge_share(
    corners: Corners, strength: npt.NDArray[np.float32], angle: npt.NDArray[np.float32]
) -> float:
    """Return the share of the outline along which an edge runs; the weakest side counts half."""
    shares = []
    for index in range(4):
        a, b = corners[index], corners[(index + 1) % 4]
        normal = np.arctan2(b[0] - a[0], -(b[1] - a[1]))
        points = a + (b - a) * np.linspace(0.1, 0.9, 60)[:, None]
        step = np.array([np.cos(normal), np.sin(normal)])
        hits = np.zeros(60, bool)
        for shift in (-2, -1, 0, 1, 2):
            xy = np.round(points + step * shift).astype(int)
            inside = (xy >= 0).all(axis=1) & (xy[:, 0] < strength.shape[1])
            inside &= xy[:, 1] < strength.shape[0]
            x, y = (
                np.clip(xy[:, 0], 0, strength.shape[1] - 1),
                np.clip(xy[:, 1], 0, strength.shape[0] - 1),
            )
            along = np.abs(np.cos(angle[y, x] - normal)) > 0.9
            hits |= inside & along & (strength[y, x] > 18)
        shares.append(float(hits.mean()))
    return 0.5 * sum(shares) / 4 + 0.5 * min(shares)


def _long_side_first(corners: Corners) -> Corners:
    """Return the corners clockwise, starting so that the first side is a long one."""
    center = corners.mean(axis=0)
    turn = np.argsort(np.arctan2(*(corners - center).T[::-1]))
    corners = corners[turn]
    sides = [float(np.hypot(*(corners[(i + 1) % 4] - corners[i]))) for i in range(4)]
    return corners if sides[0] + sides[2] >= sides[1] + sides[3] else np.roll(corners, -1, axis=0)
