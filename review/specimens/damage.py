"""Puts a flat card into a scan or a photograph: background, perspective, light, blur, JPEG."""

from __future__ import annotations

import random
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]


@dataclass
class Shot:
    """A picture of a card and the homography from card pixels to its pixels.

    ``glare`` holds the ellipse (x, y, radius x, radius y in card pixels) of a reflex that hides
    what is printed below it, or None.
    """

    pixels: Pixels
    matrix: Points
    notes: list[str]
    glare: tuple[float, float, float, float] | None = None


def scan(card: Pixels, rng: random.Random) -> Shot:
    """Return a clean scan: little skew, a thin light margin, hardly any noise."""
    height, width = card.shape[:2]
    scale = rng.uniform(0.72, 1.0)
    margin = rng.choice((0, 0, 20, 40, 90))
    angle = rng.uniform(-1.2, 1.2) if margin else 0.0
    matrix = _turn(angle, width / 2, height / 2, scale, margin)
    size = (round(width * scale) + 2 * margin, round(height * scale) + 2 * margin)
    paper = rng.randint(225, 255)
    out = cv2.warpPerspective(
        card, matrix, size, flags=cv2.INTER_AREA, borderValue=(paper, paper, paper)
    )
    return Shot(noise(np.asarray(out, np.uint8), 1.5, rng), matrix, [f"skew {angle:.1f}"])


def phone(card: Pixels, rng: random.Random) -> Shot:
    """Return a phone photograph: perspective, up to 15 degrees, soft light, some blur."""
    long_side = rng.choice((1280, 1440, 1600))
    shot = _photograph(card, rng, long_side, rng.uniform(0.55, 0.82), tilt=0.10)
    blur = rng.uniform(0.5, 1.1)
    pixels = light(shot.pixels, rng, 0.25)
    pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), blur), np.uint8)
    shot.pixels = noise(pixels, 3.0, rng)
    shot.notes.append(f"blur {blur:.1f}")
    return shot


def bad(card: Pixels, rng: random.Random) -> Shot:
    """Return a bad photograph: few pixels, blur, shake, a reflex, quarter turns, cut corners."""
    long_side = rng.choice((800, 960, 1024))
    off = rng.random() < 0.3
    fill = rng.uniform(0.68, 0.85)
    shot = _photograph(card, rng, long_side, fill, tilt=0.14, off_center=0.1 if off else 0.0)
    if rng.random() < 0.35:
        _reflex(shot, rng, card)
    blur = rng.uniform(1.1, 1.7)
    pixels = np.asarray(cv2.GaussianBlur(light(shot.pixels, rng, 0.4), (0, 0), blur), np.uint8)
    shot.notes.append(f"blur {blur:.1f}")
    if rng.random() < 0.25:
        pixels = _shake(pixels, rng)
        shot.notes.append("motion")
    shot.pixels = noise(pixels, 5.0, rng)
    return _quarter_turns(shot, rng.choice((0, 0, 1, 2, 3)))


def backdrop(width: int, height: int, rng: random.Random) -> Pixels:
    """Return a table, a cloth, a plain or a printed sheet of the given size."""
    generator = np.random.default_rng(rng.randrange(2**32))
    base = np.array([rng.randint(30, 220) for _ in range(3)], np.float32)
    coarse = generator.normal(0, 22, (9, 12)).astype(np.float32)
    field = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    kind = rng.choice(("plain", "wood", "cloth", "sheet"))
    if kind == "wood":
        rows = np.arange(height, dtype=np.float32)[:, None]
        field = field + 18 * np.sin(rows / rng.uniform(7, 20) + field[..., 0] / 9)[..., None]
    elif kind == "cloth":
        weave = 9 * ((np.indices((height, width)).sum(axis=0) // 4) % 2)
        field = field + weave[..., None]
    image: Pixels = np.clip(base + field, 0, 255).astype(np.uint8)
    if kind == "sheet":
        image = np.asarray(np.clip(238 + field * 0.3, 0, 255).repeat(3, axis=2), np.uint8)
        print_lines(image, rng)
    return image


def print_lines(image: Pixels, rng: random.Random) -> None:
    """Print rows of random letters and digits over ``image``."""
    height, width = image.shape[:2]
    for y in range(30, height, 34):
        count = rng.randint(20, max(21, width // 16))
        text = "".join(rng.choice("abcdefghij klmnop qrstu vwxyz 0123456789") for _ in range(count))
        cv2.putText(image, text, (30, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (60, 60, 60), 1)


def _photograph(
    card: Pixels,
    rng: random.Random,
    long_side: int,
    fill: float,
    *,
    tilt: float,
    off_center: float = 0.0,
) -> Shot:
    height, width = card.shape[:2]
    out_width, out_height = long_side, long_side * 3 // 4
    angle = rng.uniform(-15, 15)
    matrix = _turn(angle, width / 2, height / 2, out_width * fill / width, 0)
    center = cv2.perspectiveTransform(np.array([[[width / 2, height / 2]]]), matrix)[0, 0]
    shift = np.eye(3)
    shift[:2, 2] = np.array([out_width / 2, out_height / 2]) - center
    shift[0, 2] += rng.uniform(-0.03, 0.03) * out_width + off_center * out_width * rng.choice(
        (-1, 1)
    )
    shift[1, 2] += rng.uniform(-0.03, 0.03) * out_height
    matrix = shift @ matrix
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = cv2.perspectiveTransform(flat[None], matrix)[0]
    moved = seen + np.array(
        [[rng.uniform(-tilt, tilt) * height * fill * 0.5 for _ in range(2)] for _ in range(4)]
    )
    matrix = cv2.getPerspectiveTransform(flat, moved.astype(np.float32)).astype(np.float64)
    scene = backdrop(out_width, out_height, rng)
    rounded = _rounded_mask(width, height)
    size = (out_width, out_height)
    shadow = cv2.GaussianBlur(cv2.warpPerspective(rounded, matrix, size), (0, 0), 12)
    mask = cv2.warpPerspective(rounded, matrix, size, flags=cv2.INTER_AREA)[..., None] / 255.0
    seen_card = cv2.warpPerspective(card, matrix, size, flags=cv2.INTER_AREA)
    dark = scene * (1 - 0.45 * shadow[..., None] / 255.0)
    pixels = np.asarray(seen_card * mask + dark * (1 - mask), np.uint8)
    notes = [f"rotation {angle:.0f}"] + (["corner cut"] if off_center else [])
    return Shot(pixels, matrix, notes)


def _rounded_mask(width: int, height: int, radius: int = 36) -> Pixels:
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(mask, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1)
    return mask


def _turn(angle: float, x: float, y: float, scale: float, margin: float) -> Points:
    turn = np.vstack([cv2.getRotationMatrix2D((x, y), angle, 1.0), [0, 0, 1]])
    grow = np.array([[scale, 0, margin], [0, scale, margin], [0, 0, 1]])
    return np.asarray(grow @ turn, np.float64)


def light(pixels: Pixels, rng: random.Random, depth: float) -> Pixels:
    """Return ``pixels`` under uneven light and another white balance."""
    height, width = pixels.shape[:2]
    ramp = np.linspace(0, 1, width)[None, :] * rng.uniform(-1, 1) + np.linspace(0, 1, height)[
        :, None
    ] * rng.uniform(-1, 1)
    gain = rng.uniform(0.75, 1.05) * (1 + depth * (ramp - ramp.mean()))
    tint = np.array([rng.uniform(0.92, 1.05) for _ in range(3)])
    return np.asarray(np.clip(pixels * gain[..., None] * tint, 0, 255), np.uint8)


def noise(pixels: Pixels, sigma: float, rng: random.Random) -> Pixels:
    """Return ``pixels`` with Gaussian noise of ``sigma`` grey levels."""
    generator = np.random.default_rng(rng.randrange(2**32))
    grain = generator.normal(0, sigma, pixels.shape).astype(np.float32)
    return np.asarray(np.clip(pixels + grain, 0, 255), np.uint8)


def _shake(pixels: Pixels, rng: random.Random) -> Pixels:
    length = rng.randint(3, 6)
    kernel = np.zeros((length, length), np.float32)
    if rng.random() < 0.5:
        kernel[length // 2, :] = 1 / length
    else:
        kernel[:, length // 2] = 1 / length
    return np.asarray(cv2.filter2D(pixels, -1, kernel), np.uint8)


def _reflex(shot: Shot, rng: random.Random, card: Pixels) -> None:
    height, width = card.shape[:2]
    x, y = rng.uniform(0.35, 0.85) * width, rng.uniform(0.2, 0.8) * height
    across, down = rng.uniform(80, 170), rng.uniform(30, 60)
    spot = np.zeros((height, width), np.uint8)
    cv2.ellipse(spot, (round(x), round(y)), (round(across), round(down)), 0, 0, 360, 255, -1)
    spot = cv2.GaussianBlur(spot, (0, 0), 18)
    size = (shot.pixels.shape[1], shot.pixels.shape[0])
    alpha = cv2.warpPerspective(spot, shot.matrix, size)[..., None] / 255.0
    shot.pixels = np.asarray(shot.pixels * (1 - alpha) + 255 * alpha, np.uint8)
    shot.glare = (x, y, across, down)
    shot.notes.append("glare")


def _quarter_turns(shot: Shot, turns: int) -> Shot:
    for _ in range(turns):
        height = shot.pixels.shape[0]
        shot.pixels = np.ascontiguousarray(np.rot90(shot.pixels, -1))
        step = np.array([[0, -1, height - 1], [1, 0, 0], [0, 0, 1]], np.float64)
        shot.matrix = step @ shot.matrix
    if turns:
        shot.notes.append(f"turned {90 * turns}")
    return shot
