"""Draws invented, watermarked license pictures with their truth: test, demo and bench material.

Every picture shows an invented person and a visible mark "견본 SPECIMEN". The same seed and the
same type faces give the same picture.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import cv2
import numpy as np
from PIL import Image

from . import damage, faces, others, people
from .card import HEIGHT, WIDTH, Card, draw_card
from .layouts import Layout, draw_layout
from .unseen import draw_unseen_card, elsewhere

__all__ = [
    "SETS",
    "Layout",
    "Level",
    "Specimen",
    "demo",
    "draw",
    "draw_layout",
    "draw_report",
    "series",
]

Level = Literal["clean", "phone", "bad", "other"]
LEVELS: tuple[Level, ...] = ("clean", "phone", "bad", "other")
# Sets for reports by their first seed; below lie the seeds for tuning. ``known`` has the card
# designs of the tuning set, ``varied`` its further choices and type faces never trained on,
# ``unseen`` designs, street words and type faces that nothing was tuned on.
SETS = {"known": 7_000_000, "varied": 5_000_000, "unseen": 9_000_000}
# Below this share of a printed value left visible, nobody could read it.
READABLE_SHARE = 0.9
SHOTS = {"clean": damage.scan, "phone": damage.phone, "bad": damage.bad}


@dataclass(frozen=True)
class Specimen:
    """A drawn picture: encoded bytes, file ending (``.jpg`` or ``.png``), and the truth.

    ``truth`` has the keys of a line of a ``truth.jsonl``: level, is_license, response (API form),
    address_plain, boxes (field to quadrilaterals in pixels), photo_box, card_quad, unreadable
    (fields nobody could read), degradation.
    """

    picture: bytes
    suffix: str
    truth: dict[str, Any] = field(repr=False)


def draw(
    seed: int,
    *,
    level: Level = "clean",
    layout: Layout | None = None,
    names: tuple[str, ...] = faces.PRODUCT,
    report: bool = False,
) -> Specimen:
    """Draw the specimen of ``seed`` at ``level`` with type faces out of ``names``.

    ``report`` takes a layout out of the choices held back for reporting, unless ``layout`` is
    given. Raises FileNotFoundError where no Korean type face is installed.
    """
    rng = random.Random(f"{level}-{seed}")
    usable = faces.available(names)
    if level == "other":
        shot, kind = others.draw_other(rng, usable)
        return _finish(shot, rng, level, {"is_license": False, "degradation": [kind]})
    person = people.person(rng, old=rng.random() < 0.35)
    card = draw_card(person, layout or draw_layout(rng, report=report), rng, usable)
    return _license(person, card, rng, level)


def _license(person: people.Person, card: Card, rng: random.Random, level: Level) -> Specimen:
    """Return the drawn card scanned or photographed."""
    flat = np.asarray(card.picture)[..., ::-1].copy()
    shot = SHOTS[level](flat, rng)
    return _finish(shot, rng, level, _license_truth(person, card, shot))


def draw_report(index: int, level: Level, name: str = "varied") -> Specimen:
    """Draw number ``index`` of the set ``name`` (of SETS), held back for reporting."""
    seed = SETS[name] + index
    if name == "known" or level == "other":
        return draw(seed, level=level)
    if name == "varied":
        return draw(seed, level=level, names=faces.REPORT, report=True)
    rng = random.Random(f"{level}-{seed}")
    person = elsewhere(people.person(rng, old=rng.random() < 0.35), rng)
    card = draw_unseen_card(person, rng, faces.available(faces.REPORT))
    return _license(person, card, rng, level)


def series(level: Level, count: int) -> Iterator[Specimen]:
    """Yield ``count`` specimens of the tuning set."""
    for index in range(count):
        yield draw(index, level=level, names=faces.TUNE)


def demo() -> list[Specimen]:
    """Return the twelve specimens of a first start: mostly good pictures, three hard ones."""
    levels: tuple[Level, ...] = ("clean",) * 5 + ("phone",) * 4 + ("bad",) * 3
    return [draw(1000 + index, level=level) for index, level in enumerate(levels)]


def _license_truth(person: people.Person, card: Card, shot: damage.Shot) -> dict[str, Any]:
    height, width = shot.pixels.shape[:2]
    boxes = {
        name: [_quad(rect, shot.matrix) for rect in rects] for name, rects in card.boxes.items()
    }
    hidden = [
        name
        for name, rects in card.boxes.items()
        if any(_hidden(rect, shot, width, height) for rect in rects)
    ]
    return {
        "is_license": True,
        "response": person.response(),
        "address_plain": person.address,
        "boxes": boxes,
        "photo_box": _quad(card.photo, shot.matrix),
        "card_quad": _quad((0, 0, WIDTH, HEIGHT), shot.matrix),
        "unreadable": hidden,
        "degradation": shot.notes,
    }


def _quad(rect: tuple[float, float, float, float], matrix: damage.Points) -> list[list[float]]:
    x0, y0, x1, y1 = rect
    flat = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
    seen = cv2.perspectiveTransform(flat, matrix)[0]
    return [[round(float(x), 1), round(float(y), 1)] for x, y in seen]


def _hidden(
    rect: tuple[float, float, float, float], shot: damage.Shot, width: int, height: int
) -> bool:
    """Whether too much of a value lies outside the picture or below a reflex."""
    x0, y0, x1, y1 = rect
    xs, ys = np.meshgrid(np.linspace(x0, x1, 40), np.linspace(y0, y1, 6))
    flat = np.stack([xs.ravel(), ys.ravel()], axis=1)[None]
    seen = cv2.perspectiveTransform(flat, shot.matrix)[0]
    visible = (seen >= 0).all(axis=1) & (seen[:, 0] < width) & (seen[:, 1] < height)
    if shot.glare:
        x, y, across, down = shot.glare
        visible &= ((xs.ravel() - x) / across) ** 2 + ((ys.ravel() - y) / down) ** 2 > 1.1
    return float(visible.mean()) < READABLE_SHARE


def _finish(shot: damage.Shot, rng: random.Random, level: str, truth: dict[str, Any]) -> Specimen:
    """Encode the shot as its level's files are: scans partly PNG, photographs JPEG."""
    image = Image.fromarray(np.ascontiguousarray(shot.pixels[..., ::-1]))
    buffer = io.BytesIO()
    if level == "clean" and rng.random() < 0.3:
        image.save(buffer, "PNG")
        return Specimen(buffer.getvalue(), ".png", {"level": level, **truth})
    quality = rng.randint(54, 68) if level == "bad" else rng.randint(78, 93)
    image.save(buffer, "JPEG", quality=quality)
    return Specimen(buffer.getvalue(), ".jpg", {"level": level, **truth})
