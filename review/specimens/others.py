"""Pictures that are no license: other cards, scenes, pages of text, the English back."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageDraw

from . import damage, faces, people
from .card import HEIGHT, WIDTH
from .portrait import draw_portrait

KINDS = ("bank", "student", "identity", "scene", "blank", "page", "receipt", "back", "business")


def draw_other(rng: random.Random, names: tuple[str, ...]) -> tuple[damage.Shot, str]:
    """Return a picture that is no license, and its kind."""
    kind = rng.choice(KINDS)
    if kind in ("scene", "blank"):
        return _scene(rng, kind), kind
    flat = np.asarray(_flat(kind, rng, names))[..., ::-1].copy()
    shot = damage.phone(flat, rng) if rng.random() < 0.7 else damage.scan(flat, rng)
    return shot, kind


def _scene(rng: random.Random, kind: str) -> damage.Shot:
    pixels = damage.backdrop(1280, 960, rng)
    image = Image.fromarray(pixels)
    draw = ImageDraw.Draw(image)
    for _ in range(0 if kind == "blank" else 30):
        x, y, size = rng.randint(0, 1200), rng.randint(0, 900), rng.randint(20, 300)
        tint = tuple(rng.randint(0, 255) for _ in range(3))
        shape = rng.choice((draw.ellipse, draw.rectangle))
        shape((x, y, x + size, y + size * rng.uniform(0.3, 1)), fill=tint)
    draw.text((40, 40), "SPECIMEN", fill=(128, 128, 128))
    return damage.Shot(np.asarray(image, np.uint8), np.eye(3), [kind])


def _flat(kind: str, rng: random.Random, names: tuple[str, ...]) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), tuple(rng.randint(215, 255) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    face = rng.choice(names)
    lines = _lines(kind, rng)
    size = 24 if kind == "page" else 44
    x = 60
    if kind in ("student", "identity"):
        image.paste(draw_portrait(rng, (260, 330)), (60, 220))
        x = 380
    y = 60
    for line in lines:
        draw.text((x, y), line, font=faces.font(face, size), fill=(25, 25, 30))
        y += round(size * 1.7)
    mark = faces.font(faces.available(faces.PRODUCT)[0], 84)
    ImageDraw.Draw(image, "RGBA").text(
        (200, 640), "견본 SPECIMEN", font=mark, fill=(90, 90, 160, 70)
    )
    return image


def _lines(kind: str, rng: random.Random) -> list[str]:
    someone = people.person(rng)
    day = f"20{rng.randint(10, 29)}.{rng.randint(1, 12):02d}.{rng.randint(1, 28):02d}"
    if kind == "bank":
        digits = " ".join(f"{rng.randint(0, 9999):04d}" for _ in range(4))
        return ["푸른카드", "", digits, f"VALID THRU {rng.randint(1, 12):02d}/{day[2:4]}",
                people.latin_name(rng)]  # fmt: skip
    if kind == "student":
        return [f"{rng.choice(people.WORDS)}대학교 학생증", f"성명 {someone.name}",
                f"학번 {rng.randint(10**9, 10**10)}", "학과 전기공학과", f"발급일 {day}"]  # fmt: skip
    if kind == "identity":
        return ["주민등록증", someone.name, someone.number, someone.address[:20], day,
                "전주시장"]  # fmt: skip
    if kind == "back":
        return ["DRIVER'S LICENSE", f"Name {people.latin_name(rng)}",
                f"Date of Birth {rng.randint(10, 28)} JUL 1987", "Sex M", "Address 28, Sejong-daero",
                "Class 2 Ordinary"]  # fmt: skip
    if kind == "receipt":
        return [f"{rng.choice(people.WORDS)} {rng.randint(1, 9)}개  {rng.randint(1, 99)},000원"
                for _ in range(8)] + [f"합계 {day}"]  # fmt: skip
    if kind == "business":
        return [rng.choice(people.BUILDINGS) + "상사", people.korean_name(rng) + " 부장",
                f"02-{rng.randint(100, 999)}-{rng.randint(1000, 9999)}",
                people.address(rng, lot=False)[:24]]  # fmt: skip
    return [" ".join(rng.choice(people.WORDS) for _ in range(16)) for _ in range(14)]
