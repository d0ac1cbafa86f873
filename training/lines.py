"""Synthetic text lines for the Hangul head: invented card texts, many faces, many damages."""

from __future__ import annotations

import random
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from review.specimens import faces, people
from review.specimens.card import AGENCIES
from review.specimens.layouts import LABELS, REPORT_DATE_FORMS

HEIGHT = 48
# All syllables of the Korean standard set (KS X 1001), which every Korean face has.
SYLLABLES = [
    chr(code) for code in range(0xAC00, 0xD7A4) if len(chr(code).encode("euc-kr", "ignore")) == 2
]
SIGNS = [chr(code) for code in range(0x20, 0x7F)] + ["·", "∼", "–", "「", "」"]
# Faces never trained on, so that the figures of the report mean something; handwriting is rare.
HANDWRITING = ("Brush", "Pen", "Pil", "Eunjin", "Guseul", "Bandal", "Bangwool", "EULJIRO", "Eulji",
               "YEONSUNG", "KIRANG", "Taza", "Jamo", "HANNA_11", "Yetgul")  # fmt: skip
HELD_BACK = (*faces.REPORT, "LexiGulim", "BMJUA_ttf", "UnPilgiBold")


def train_faces(extra: str | None) -> list[tuple[str, int, float]]:
    """Return (path, index, weight) of each face to train on; ``extra`` is a further folder."""
    paths = dict(faces.installed())
    if extra:
        paths |= {path.stem: str(path) for path in Path(extra).rglob("*.tt[fc]")}
    chosen = []
    for name, path in sorted(paths.items()):
        if name in HELD_BACK or "YetHangul" in name or not _korean(path):
            continue
        weight = 0.25 if any(mark in name for mark in HANDWRITING) else 1.0
        chosen.append((path, 1 if path.endswith(".ttc") and "Noto" in name else 0, weight))
    return chosen


def _korean(path: str) -> bool:
    font = ImageFont.truetype(path, 30)
    signs = [font.getmask(sign) for sign in ("가", "힘", "뷁"[0:0] or "율")]
    return len({(sign.size, bytes(sign)) for sign in signs}) == 3


class LineMaker:
    """Makes (picture of 48 rows, text) pairs; the same seed gives the same lines."""

    def __init__(self, seed: int, extra: str | None = None) -> None:
        self.rng = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.faces = train_faces(extra)

    def text(self) -> str:
        """Return a text such as a card carries, or syllables in no order at all."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.30:
            return self._piece(self._address())
        if kind < 0.45:
            name = people.korean_name(rng) if rng.random() < 0.6 else self._syllables(2, 4)
            return self._labeled("Name", name)
        if kind < 0.62:
            return self._syllables(2, 9, blanks=True)
        if kind < 0.70:
            return self._period()
        if kind < 0.78:
            return self._issue()
        if kind < 0.86:
            return self._classes()
        if kind < 0.90:
            return rng.choice(("자동차운전면허증", "자동차 운전면허증", "운전면허증",
                               "자동차운전면허증 (Driver's License)", "조 건 : A", "조건 안경 착용",
                               "조 건 : 자동변속기", "견본 SPECIMEN", "암호일련번호"))  # fmt: skip
        someone = people.person(rng, old=rng.random() < 0.5)
        if kind < 0.94:
            return self._labeled("LicenseNumber", someone.license_number)
        if kind < 0.96:
            return self._labeled("Number", someone.number)
        if kind < 0.98:
            return someone.serial
        return self._labeled("Name", people.latin_name(rng))

    def _syllables(self, least: int, most: int, *, blanks: bool = False) -> str:
        rng = self.rng
        pool = people.GIVEN if rng.random() < 0.3 else SYLLABLES
        text = "".join(rng.choice(pool) for _ in range(rng.randint(least, most)))
        if blanks and len(text) > 4 and rng.random() < 0.5:
            cut = rng.randint(2, len(text) - 2)
            text = f"{text[:cut]} {text[cut:]}"
        return text

    def _address(self) -> str:
        rng = self.rng
        text = people.address(rng, lot=rng.random() < 0.4)
        words = text.split(" ")
        for index, word in enumerate(words):
            if word in people.WORDS or any(word.startswith(known) for known in people.WORDS):
                if rng.random() < 0.75:
                    ending = word[2:] if rng.random() < 0.7 else rng.choice("로길동리읍면가")
                    words[index] = self._syllables(1, 3) + ending
            elif word.startswith("(") and rng.random() < 0.6:
                words[index] = "(" + self._syllables(2, 3) + word[3:]
            elif word.endswith(("아파트", "빌라")) and rng.random() < 0.6:
                words[index] = self._syllables(2, 4) + rng.choice(
                    ("아파트", "빌라", "타운", "마을", "빌딩", "하이츠", "오피스텔", "")
                )
        return " ".join(words)

    def _piece(self, text: str) -> str:
        """Return the whole address with or without its label, or one printed line of it."""
        rng, words = self.rng, text.split(" ")
        if len(words) > 3 and rng.random() < 0.6:
            cut = rng.randint(1, len(words) - 1)
            return " ".join(words[:cut] if rng.random() < 0.5 else words[cut:])
        return self._labeled("Address", text)

    def _labeled(self, row: str, text: str) -> str:
        rng = self.rng
        if rng.random() < 0.75:
            return text
        label = LABELS[row][0]
        if rng.random() < 0.5:
            label = {"성 명": "성명", "주 소": "주소", "주민번호": "주민등록번호"}.get(label, label)
        return f"{label}{rng.choice((' ', ' : ', ': '))}{text}"

    def _day(self) -> str:
        rng = self.rng
        return rng.choice(REPORT_DATE_FORMS).format(
            y=rng.randint(1990, 2040), m=f"{rng.randint(1, 12):02d}", d=f"{rng.randint(1, 31):02d}"
        )

    def _period(self) -> str:
        rng = self.rng
        label = rng.choice(("적성검사", "갱신기간", "적성검사 기간", "갱신 기간", "기 간", "기간"))
        day = rng.choice((self._day(), self._day() + "~", "~ " + self._day()))
        if rng.random() < 0.3:
            day = f"{self._day()}{rng.choice(('~', ' ~ '))}{self._day()}"
        return rng.choice((label, day, f"{label} {day}", f"{label} : {day}"))

    def _issue(self) -> str:
        rng = self.rng
        agency = rng.choice(AGENCIES) + rng.choice(("경찰청장", "지방경찰청장"))
        return rng.choice((agency, self._day(), f"{self._day()} {agency}"))

    def _classes(self) -> str:
        rng = self.rng
        names = people.license_classes(rng)
        if rng.random() < 0.5:
            names = (rng.choice(people.CLASSES_1 + people.CLASSES_SPECIAL + people.CLASSES_2),)
        if rng.random() < 0.3:
            names = tuple(f"{name[:2]} {name[2:]}" for name in names)
        return rng.choice((" ", "  ")).join(names).replace("  ", " ")

    def line(self) -> tuple[np.ndarray, str]:
        """Return a BGR picture of 48 rows and the text on it."""
        rng = self.rng
        text = self.text()
        path, index, _ = rng.choices(self.faces, [face[2] for face in self.faces])[0]
        font = _font(path, index, rng.choice((30, 40, 52)))
        left, top, right, bottom = font.getbbox(text)
        height = bottom - top
        pad_x, pad_y = rng.randint(2, 16), rng.uniform(0.04, 0.34)
        up, down = round(height * pad_y), round(height * rng.uniform(0.04, 0.34))
        size = (right - left + 2 * pad_x, max(height + up + down, 8))
        image = Image.new("RGB", size, tuple(rng.randint(150, 252) for _ in range(3)))
        draw = ImageDraw.Draw(image, "RGBA")
        self._clutter(draw, size)
        dark = rng.randint(0, 90)
        ink = tuple(dark + rng.randint(0, 40) for _ in range(3))
        if rng.random() < 0.06:
            image.paste(tuple(rng.randint(10, 110) for _ in range(3)), (0, 0, *size))
            ink = tuple(rng.randint(220, 255) for _ in range(3))
        draw.text((pad_x - left, up - top), text, font=font, fill=ink)
        if rng.random() < 0.4:
            image = self._watermark(image)
        pixels = np.asarray(image)[..., ::-1].astype(np.float32)
        return self._damage(self._weight(pixels)), text

    def _weight(self, pixels: np.ndarray) -> np.ndarray:
        """Return some lines bolder or lighter, as more type faces than there are would be."""
        kind = self.rng.random()
        if kind > 0.25:
            return pixels
        kernel = np.ones((self.rng.randint(1, 3), self.rng.randint(2, 3)), np.uint8)
        return cv2.erode(pixels, kernel) if kind < 0.17 else cv2.dilate(pixels, kernel[:2, :2])

    def _clutter(self, draw: ImageDraw.ImageDraw, size: tuple[int, int]) -> None:
        rng = self.rng
        tint = (*(rng.randint(110, 220) for _ in range(3)), rng.randint(40, 130))
        for _ in range(rng.choice((0, 0, 2, 5))):
            y, drift = rng.uniform(-5, size[1] + 5), rng.uniform(-30, 30)
            points = [(x, y + drift * np.sin(x / 60)) for x in range(0, size[0] + 9, 8)]
            draw.line(points, fill=tint, width=2)
        if rng.random() < 0.08:
            y = rng.choice((1, size[1] - 2))
            draw.line((0, y, size[0], y), fill=(90, 90, 90, 200), width=2)

    def _watermark(self, image: Image.Image) -> Image.Image:
        rng = self.rng
        font = _font(self.faces[0][0], 0, 84)
        tint = rng.choice(((90, 90, 160), (150, 60, 60), (110, 110, 110)))
        layer = image.copy()
        place = (rng.uniform(-80, image.width), rng.uniform(-90, 20))
        text = rng.choice(("견본", "SPEC", "IMEN", "본 SP"))
        ImageDraw.Draw(layer).text(place, text, font=font, fill=tint)
        return Image.blend(image, layer, rng.uniform(0.1, 0.3))

    def _damage(self, pixels: np.ndarray) -> np.ndarray:
        """Shrink to a seen size, blur, shake, light, grain, JPEG, then 48 rows."""
        rng, level = self.rng, self.rng.random()
        low, high = ((26, 46), (18, 34), (12, 24))[(level > 0.35) + (level > 0.7)]
        rows = rng.randint(low, high)
        if rng.random() < 0.4:
            pixels = self._warp(pixels)
        stretch = rng.uniform(*((0.88, 1.12) if rng.random() < 0.8 else (0.75, 1.3)))
        columns = max(8, round(pixels.shape[1] * rows / pixels.shape[0] * stretch))
        pixels = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA)
        sigma = rng.uniform(0, 0.6) if level < 0.35 else rng.uniform(0.4, 1.0)
        if level > 0.7:
            sigma = rng.uniform(0.7, 1.5) * min(1.0, rows / 18)
        if sigma > 0.2:
            pixels = cv2.GaussianBlur(pixels, (0, 0), sigma)
        if level > 0.7 and rng.random() < 0.2:
            length = rng.randint(2, 4)
            shape = (1, length) if rng.random() < 0.5 else (length, 1)
            pixels = cv2.blur(pixels, shape[::-1])
        ramp = np.linspace(rng.uniform(0.6, 1.05), rng.uniform(0.6, 1.05), columns)
        pixels = pixels * ramp[None, :, None].astype(np.float32)
        pixels = pixels + self.noise.normal(0, rng.uniform(0, 6), pixels.shape).astype(np.float32)
        flat = np.clip(pixels, 0, 255).astype(np.uint8)
        if rng.random() < 0.7:
            quality = rng.randint(50, 92)
            flat = cv2.imdecode(
                cv2.imencode(".jpg", flat, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1
            )
        width = max(16, round(columns * HEIGHT / rows))
        how = rng.choice((cv2.INTER_LINEAR, cv2.INTER_CUBIC))
        return cv2.resize(flat, (width, HEIGHT), interpolation=how)

    def _warp(self, pixels: np.ndarray) -> np.ndarray:
        rows, columns = pixels.shape[:2]
        slope = self.rng.uniform(-0.05, 0.05) * min(1.0, 5 * rows / columns)
        slant = self.rng.uniform(-0.12, 0.12)
        matrix = np.float32([[1, slant, -slant * rows / 2], [slope, 1, -slope * columns / 2]])
        return cv2.warpAffine(pixels, matrix, (columns, rows), borderMode=cv2.BORDER_REPLICATE)


_FONTS: dict[tuple[str, int, int], ImageFont.FreeTypeFont] = {}


def _font(path: str, index: int, size: int) -> ImageFont.FreeTypeFont:
    key = (path, index, size)
    if key not in _FONTS:
        _FONTS[key] = ImageFont.truetype(path, size, index=index)
    return _FONTS[key]
