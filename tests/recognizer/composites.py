"""Pictures that nobody should send: two cards in one, a photographed display, a reflex."""

from __future__ import annotations

import random

import cv2
import numpy as np

from review.recognizer.decode import Pixels
from review.specimens import Specimen, damage, draw
from review.specimens.damage import backdrop

SIZE = (900, 568)
MARGIN = 60
SHEET = (1440, 1080)


def flat(seed: int) -> tuple[Pixels, dict[str, str]]:
    """Return a scanned card as pixels, and its fields."""
    drawn = draw(seed)
    return _decoded(drawn.picture), drawn.truth["response"]


def two_cards(first: Pixels, second: Pixels, how: str, rng: random.Random) -> bytes:
    """Return a picture of two cards on a table: ``beside``, ``above`` or ``over`` each other."""
    width, height = SIZE
    near = rng.randint(10, 60)
    x, y = {
        "beside": (width + near, rng.randint(-10, 10)),
        "above": (rng.randint(-20, 20), height + near),
        "over": (rng.randint(150, 420), rng.randint(120, 330)),
    }[how]
    table = backdrop(2 * MARGIN + width + abs(x), 2 * MARGIN + height + abs(y), rng).copy()
    for card, left, top in ((first, 0, 0), (second, x, y)):
        rows = slice(MARGIN + top, MARGIN + top + height)
        table[rows, MARGIN + left : MARGIN + left + width] = cv2.resize(card, SIZE)
    return _encoded(table)


def on_a_sheet(
    card: Pixels, degrees: float, rng: random.Random, *, share: float = 0.56, faded: float = 12
) -> bytes:
    """Return a picture of a card turned by some degrees on a printed sheet.

    ``share`` is of the sheet's width; the card's edge fades into the sheet by a blur of ``faded``
    pixels (standard deviation).
    """
    width, height = SHEET
    sheet = np.full((height, width, 3), 225, np.uint8)
    damage.print_lines(sheet, rng)
    scale = share * width / card.shape[1]
    turn = cv2.getRotationMatrix2D((card.shape[1] / 2, card.shape[0] / 2), degrees, scale)
    turn[:, 2] += np.array([0.52 * width - card.shape[1] / 2, 0.5 * height - card.shape[0] / 2])
    seen = cv2.warpPerspective(card, np.vstack([turn, [0, 0, 1]]), SHEET)
    inside = np.zeros(card.shape[:2], np.float32)
    margin = round(2.5 * faded)
    inside[margin : card.shape[0] - margin, margin : card.shape[1] - margin] = 1.0
    own = cv2.GaussianBlur(cv2.warpAffine(inside, turn, SHEET), (0, 0), faded)[..., None]
    return _encoded(np.asarray(seen * own + sheet * (1 - own), np.uint8))


def on_a_screen(card: Pixels, rng: random.Random) -> bytes:
    """Return a photograph of a display that shows ``card``: stripes, frame, reflex, turn."""
    width = rng.randint(620, 900)
    shown = cv2.resize(card, (width, round(width * card.shape[0] / card.shape[1])))
    pad, page = rng.randint(10, 120), rng.choice((20, 245, 255))
    shown = cv2.copyMakeBorder(
        shown, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(page, page, page)
    )
    lit = cv2.resize(shown, None, fx=3, fy=3, interpolation=cv2.INTER_NEAREST).astype(np.float32)
    lit *= np.tile(_stripes(), (*shown.shape[:2], 1)) * 0.85
    frame = 3 * rng.randint(20, 60)
    lit = cv2.copyMakeBorder(
        lit, frame, frame, frame, frame, cv2.BORDER_CONSTANT, value=(18, 18, 20)
    )
    seen = _photographed(lit, rng)
    return _encoded(np.clip(seen + _reflex(seen.shape, rng), 0, 255).astype(np.uint8))


def again_and_again(card: Pixels, rng: random.Random) -> Pixels:
    """Return a card as passed on by messengers: made smaller and compressed hard, three times."""
    for _ in range(3):
        card = cv2.resize(card, None, fx=rng.uniform(0.7, 1), fy=rng.uniform(0.7, 1))
        card = _decoded(_encoded(card, rng.randint(25, 60)))
    return card


def with_ripples(drawn: Specimen, *, on_the_card: bool) -> Pixels:
    """Return a gray picture with regular waves, on the card and around it or only around it."""
    pixels = cv2.cvtColor(_decoded(drawn.picture), cv2.COLOR_BGR2GRAY)
    rows, columns = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    waves = 12 * np.sin(2 * np.pi * (0.8 * columns + 0.6 * rows) / 9)
    if not on_the_card:
        cv2.fillPoly(waves, [np.array(drawn.truth["card_quad"], np.int32)], 0)
    rippled = np.clip(pixels + waves, 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(rippled, cv2.COLOR_GRAY2BGR), np.uint8)


def with_rows(card: Pixels, every: int, dark: float) -> Pixels:
    """Return a card as on a display: each so many rows of pixels one that is darker by a share."""
    shown = card.astype(np.float32)
    shown[::every] *= 1 - dark
    return np.asarray(shown, np.uint8)


def with_glare(drawn: Specimen, field: str, share: float = 1.0) -> bytes:
    """Return the picture with a reflex over the last ``share`` of each printed line of a field."""
    pixels = _decoded(drawn.picture).astype(np.float32)
    mask = np.zeros(pixels.shape[:2], np.float32)
    for quad in drawn.truth["boxes"][field]:
        corners = np.array(quad, np.float32)
        corners[[0, 3]] += (corners[[1, 2]] - corners[[0, 3]]) * (1 - share)
        cv2.ellipse(mask, _ellipse_around(corners), 1.0, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), 4)[..., None]
    return _encoded((pixels * (1 - mask) + 253 * mask).astype(np.uint8))


def _ellipse_around(corners: Pixels) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Return an ellipse that covers a quadrilateral of text: center, axes, angle."""
    along, down = corners[1] - corners[0], corners[3] - corners[0]
    long, tall = float(np.hypot(*along)), float(np.hypot(*down))
    x, y = corners.mean(axis=0)
    angle = float(np.degrees(np.arctan2(along[1], along[0])))
    return (float(x), float(y)), (1.24 * long + 0.8 * tall, 1.24 * tall + 0.2 * long), angle


def _stripes() -> Pixels:
    """Return one pixel of a display: red, green and blue side by side, dark below."""
    pixel = np.zeros((3, 3, 3), np.float32)
    pixel[:, 0, 2] = pixel[:, 1, 1] = pixel[:, 2, 0] = 3.0
    pixel[2] *= 0.45
    return pixel


def _photographed(lit: Pixels, rng: random.Random) -> Pixels:
    height, width = lit.shape[:2]
    long = rng.choice((1280, 1600, 2000, 3000))
    scale = long * rng.uniform(0.8, 1.05) / width
    turn = np.eye(3)
    turn[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-8, 8), scale)
    turn[:2, 2] += np.array([long - width, long * 0.75 - height]) / 2
    tilt = np.eye(3)
    tilt[2, :2] = rng.uniform(-6e-5, 6e-5), rng.uniform(-6e-5, 6e-5)
    soft = cv2.GaussianBlur(lit, (0, 0), max(0.4 / scale, 0.3))
    size = (long, int(long * 0.75))
    seen = cv2.warpPerspective(soft, tilt @ turn, size, borderValue=(40, 38, 36))
    generator = np.random.default_rng(rng.randrange(2**32))
    return seen + generator.normal(0, 2.5, seen.shape).astype(np.float32)


def _reflex(shape: tuple[int, ...], rng: random.Random) -> Pixels:
    rows, columns = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    x, y = rng.uniform(0, shape[1]), rng.uniform(0, shape[0])
    away = (columns - x) ** 2 + (rows - y) ** 2
    spread = 2 * (shape[1] * rng.uniform(0.1, 0.3)) ** 2
    return (rng.uniform(10, 45) * np.exp(-away / spread))[..., None]


def _decoded(picture: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR))


def _encoded(pixels: Pixels, quality: int = 88) -> bytes:
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])
