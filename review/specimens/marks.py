"""What lies under and over the text of a card: the pattern, the chip, the specimen mark."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw

from . import faces

WAVES = 12
CHIP_INK = (60, 90, 170)


def draw_pattern(picture: Image.Image, rng: random.Random, density: int) -> None:
    """Draw ``density`` times 12 fine waves over the picture, and rings from a density of 2."""
    draw, (width, height) = ImageDraw.Draw(picture, "RGBA"), picture.size
    tint = tuple(rng.randint(120, 200) for _ in range(3))
    for index in range(WAVES * density):
        phase, top = rng.random() * 6, index * height / (WAVES * density)
        points = [
            (x, top + 14 * math.sin(x / 60 + phase) + 6 * math.sin(x / 23))
            for x in range(0, width + 9, 8)
        ]
        draw.line(points, fill=(*tint, 110), width=2)
    if density > 1:
        x, y = width * 0.6, height * 0.5
        for radius in range(20, 150, 18):
            ring = (x - radius, y - radius, x + radius, y + radius)
            draw.ellipse(ring, outline=(*tint, 110), width=2)


def draw_chip(picture: Image.Image, x: float, y: float) -> None:
    """Draw the sign of a card with a chip, its corner at (x, y)."""
    draw = ImageDraw.Draw(picture, "RGBA")
    draw.rounded_rectangle((x, y, x + 74, y + 50), 10, outline=CHIP_INK, width=4)
    draw.arc((x + 14, y + 8, x + 58, y + 44), 300, 60, fill=CHIP_INK, width=4)


def lay_specimen_mark(picture: Image.Image, rng: random.Random) -> None:
    """Lay the visible mark that this is a specimen over the whole picture."""
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    tint = rng.choice(((90, 90, 160), (150, 60, 60), (110, 110, 110)))
    font = faces.font(faces.available(faces.PRODUCT)[0], 84)
    for index in range(3):
        y = 60 + 260 * index
        draw.text((-60 + 200 * index, y), "견본 SPECIMEN", font=font, fill=(*tint, 60))
        draw.text((660 + 60 * index, y + 120), "견본 SPECIMEN", font=font, fill=(*tint, 60))
    layer = layer.rotate(rng.uniform(15, 32))
    picture.paste(layer, (0, 0), layer)
