"""Draws an invented face: plain shapes, plainly no photograph of anybody."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw

SKINS = ((248, 218, 190), (226, 178, 138), (250, 228, 206), (190, 140, 105))
HAIRS = ((30, 24, 22), (70, 45, 30), (110, 108, 106), (50, 34, 26))
CLOTHES = ((120, 30, 40), (30, 40, 90), (40, 100, 60), (40, 40, 44), (190, 190, 196))
BACKDROPS = ((205, 222, 240), (226, 226, 238), (236, 240, 244), (210, 230, 226))


def draw_portrait(rng: random.Random, size: tuple[int, int]) -> Image.Image:
    """Return a portrait of ``size`` pixels (width, height)."""
    width, height = size
    image = Image.new("RGB", size, rng.choice(BACKDROPS))
    draw = ImageDraw.Draw(image)
    skin, hair = rng.choice(SKINS), rng.choice(HAIRS)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        return (left * width, top * height, right * width, bottom * height)

    draw.ellipse(box(0.02, 0.76, 0.98, 1.4), fill=rng.choice(CLOTHES))
    draw.ellipse(box(0.2, 0.1, 0.8, 0.72 + rng.random() * 0.2), fill=hair)
    draw.rectangle(box(0.42, 0.6, 0.58, 0.82), fill=skin)
    draw.ellipse(box(0.27, 0.2, 0.73, 0.74), fill=skin)
    for left in (0.35, 0.55):
        draw.ellipse(box(left, 0.42, left + 0.1, 0.46), fill=(255, 255, 255))
        draw.ellipse(box(left + 0.035, 0.42, left + 0.065, 0.46), fill=(40, 30, 30))
        draw.line(box(left - 0.01, 0.385, left + 0.11, 0.38), fill=hair, width=4)
    draw.arc(box(0.47, 0.44, 0.53, 0.55), 20, 160, fill=(170, 120, 95), width=3)
    draw.arc(box(0.4, 0.54, 0.6, 0.66), 20, 160, fill=(180, 70, 70), width=4)
    return image
