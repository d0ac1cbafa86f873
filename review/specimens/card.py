"""Draws one specimen card: a flat picture of 1280 x 806 pixels with the place of each value."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from . import faces, marks
from .layouts import LABELS, Layout
from .people import Person
from .portrait import draw_portrait

WIDTH, HEIGHT = 1280, 806
Rect = tuple[float, float, float, float]
AGENCIES = (
    "서울", "부산", "대구", "인천", "광주", "대전", "울산", "경기남부", "경기북부", "강원", "충북",
    "충남", "전북", "전남", "경북", "경남", "제주",
)  # fmt: skip
PAPERS = ((246, 236, 228), (226, 240, 228), (230, 226, 244), (244, 244, 250), (238, 246, 236))
INKS = ((20, 20, 26), (30, 28, 30), (44, 44, 52), (16, 20, 48))
TITLE_INKS = ((140, 20, 40), (20, 40, 120), (10, 90, 60), (25, 25, 30))
SERIAL_SIZE = 32


@dataclass
class Card:
    """A drawn card: picture, value rectangles by field (x0, y0, x1, y1), portrait rectangle."""

    picture: Image.Image
    boxes: dict[str, list[Rect]] = field(default_factory=dict)
    photo: Rect = (0, 0, 0, 0)


class CardPainter:
    """Draws the parts of one card in turn; ``y`` is the next free row."""

    def __init__(
        self, person: Person, layout: Layout, rng: random.Random, names: tuple[str, ...]
    ) -> None:
        self.person, self.layout, self.rng = person, layout, rng
        self.main_face = rng.choice(names)
        self.small_face = self.main_face if layout.same_face else rng.choice(names)
        paper = rng.choice(PAPERS)
        self.ink = rng.choice(INKS)
        self.card = Card(Image.new("RGB", (WIDTH, HEIGHT), paper))
        self.draw = ImageDraw.Draw(self.card.picture, "RGBA")
        photo_x = WIDTH - layout.photo_width - 50 if layout.photo_right else 50
        self.card.photo = (
            photo_x,
            layout.photo_top,
            photo_x + layout.photo_width,
            layout.photo_top + layout.photo_width * 1.28,
        )
        self.text_x = 60.0 if layout.photo_right else photo_x + layout.photo_width + 45.0
        self.right = photo_x - 30.0 if layout.photo_right else WIDTH - 45.0
        self.y = 0.0

    def paint(self) -> Card:
        """Draw everything and return the card."""
        marks.draw_pattern(self.card.picture, self.rng, self.layout.guilloche)
        self._portraits()
        self._title()
        self._types()
        for row in self.layout.order:
            self._row(row)
        self._period()
        self._row("Condition")
        self._issue()
        self._serial()
        marks.lay_specimen_mark(self.card.picture, self.rng)
        if self.layout.ic_mark:
            marks.draw_chip(self.card.picture, self.card.photo[0] + 10, self.card.photo[3] + 12)
        return self.card

    def _font(self, size: int, *, small: bool = False) -> ImageFont.FreeTypeFont:
        return faces.font(self.small_face if small else self.main_face, size)

    def _text(
        self, x: float, y: float, text: str, font: ImageFont.FreeTypeFont, name: str = ""
    ) -> Rect:
        """Draw ``text`` with its ink's top left at (x, y); note the ink as a box of ``name``."""
        left, top, right, bottom = font.getbbox(text)
        self.draw.text((x - left, y - top), text, font=font, fill=self.ink)
        box = (x, y, x + right - left, y + bottom - top)
        if name:
            self.card.boxes.setdefault(name, []).append(box)
        return box

    def _portraits(self) -> None:
        left, top, right, bottom = (round(value) for value in self.card.photo)
        portrait = draw_portrait(self.rng, (right - left, bottom - top))
        self.card.picture.paste(portrait, (left, top))
        if self.layout.small_portrait:
            small = portrait.convert("L").resize((100, 128))
            x, y = self._small_place()
            self.card.picture.paste(small.convert("RGB"), (x, y), Image.new("L", small.size, 170))
            self.small = (x, y, x + 100, y + 128)
        else:
            x, y = self._small_place()
            self.small = (x, y + 128, x + 100, y + 128)

    def _small_place(self) -> tuple[int, int]:
        """Return the top left of the small portrait: at the right end, below a right-hand photo."""
        return (WIDTH - 150, 660) if self.layout.photo_right else (WIDTH - 190, 570)

    def _title(self) -> None:
        size = self.rng.randint(50, 62)
        font = self._font(size)
        width = font.getlength(self.layout.title)
        x = {"text": max(self.text_x, 380.0), "center": (WIDTH - width) / 2, "left": 60.0}[
            self.layout.title_align
        ]
        y, ink = 45.0, self.ink
        self.ink = self.rng.choice(TITLE_INKS)
        if self.layout.band:
            self.draw.rectangle((0, 0, WIDTH, 120), fill=(*self.ink, 255))
            self.ink = (250, 250, 250)
        box = self._text(x, y, self.layout.title, font)
        english = self._font(26, small=True)
        if self.layout.english_title == "side":
            self._text(box[2] + 16, y + 22, "(Driver's License)", english)
        elif self.layout.english_title == "below" and not self.layout.band:
            self._text(x, box[3] + 8, "Driver's License", english)
            box = (*box[:3], box[3] + 30)
        self.ink = ink
        self.y = max(box[3] + 26, 140.0 if self.layout.band else 0)

    def _types(self) -> None:
        shown = [self._class_text(name) for name in self.person.classes]
        if self.layout.classes_joined and sum(map(len, shown)) < 18:
            shown = ["  ".join(shown)]
        size = 42 if len(shown) < 3 else 34
        place = self.layout.type_place
        x = self.card.photo[0]
        widest = max(self._font(size).getlength(text) for text in shown)
        fits = x + widest < WIDTH - 20 and widest < 340 and len(shown) < 3
        if place == "photo" and fits:
            bottom = self.card.photo[1] - 14
            y = bottom - len(shown) * (size + 8)
            beside = (
                self.layout.title_align == "left" or self.layout.photo_right or self.layout.band
            )
            if beside and y < self.y:
                place = "rows"
        else:
            place = "rows" if place == "photo" else place
        if place == "title" and self.layout.title_align == "left" and widest < 300:
            x, y = WIDTH - widest - 60, 140.0 if self.layout.band else 60.0
            self.y = max(self.y, y + len(shown) * (size + 8) + 14)
        elif place != "photo":
            x, y = self.text_x, self.y
            self.y += len(shown) * (size + 12) + 10
        for text in shown:
            box = self._text(x, y, text, self._font(size), "Type")
            y = box[3] + 12

    def _class_text(self, name: str) -> str:
        return f"{name[:2]} {name[2:]}" if self.layout.class_spaced else name

    def _label(self, row: str, size: int, height: float) -> float:
        """Draw the label of ``row`` and return where its value begins."""
        style, (korean, english) = self.layout.labels, LABELS[row]
        if row == "Condition" and style == "none":
            style = "inline"
        if style == "none":
            return self.text_x
        if self.layout.label_text == "full":
            korean = {"성 명": "성명", "주민번호": "주민등록번호", "주 소": "주소"}.get(
                korean, korean
            )
        font = self._font(max(22, round(size * 0.72)), small=True)
        drop = max(0.0, (height - font.size) / 2)
        colon = " :" if style == "colon" else ""
        box = self._text(self.text_x, self.y + drop, korean + colon, font)
        if style == "english":
            below = self._font(17, small=True)
            self._text(self.text_x, box[3] + 3, english, below)
        column = 190 if style in ("column", "english") else 0
        return max(self.text_x + column, box[2] + 18)

    def _row(self, row: str) -> None:
        text = {
            "LicenseNumber": self._dashed(self.person.license_number),
            "Name": self.person.name,
            "Number": self._dashed(self.person.number),
            "Address": self.person.address,
            "Condition": self.person.condition,
        }[row]
        size = self.layout.small_size if row in ("Address", "Condition") else self.layout.main_size
        if row == "Name" and self.person.foreign:
            size = min(size, 40)
        font = self._font(size, small=row in ("Address", "Condition"))
        x = self._label(row, size, size)
        name = row if row != "Condition" else ""
        for line in self._wrap(text, font, self._room(x)):
            size_box = self._text(x, self.y, line, font, name) if line else (0, 0, 0, self.y + size)
            self.y = max(size_box[3], self.y + size * 0.8) + size * (self.layout.row_gap - 1) * 0.55
        self.y += size * (self.layout.row_gap - 1) * 0.6
        if self.layout.ruled:
            self.draw.line(
                (self.text_x, self.y - 4, self.right, self.y - 4), fill=(90, 90, 90, 160), width=2
            )
            self.y += 8

    def _room(self, x: float) -> float:
        right = self.right
        if self.y > 490 and not self.layout.photo_right:
            right = self.small[0] - 20
        return right - x

    def _wrap(self, text: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
        lines: list[str] = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer) <= room or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _dashed(self, text: str) -> str:
        return text.replace("-", self.layout.dash)

    def _day(self, day: datetime.date) -> str:
        return self.layout.date_form.format(y=day.year, m=f"{day:%m}", d=f"{day:%d}")

    def _period(self) -> None:
        first, last = (self._day(day) for day in self.person.period)
        tilde = self.layout.tilde
        lines = {
            "line": [first + tilde + last],
            "tail": [first + tilde.rstrip(), last],
            "head": [first, tilde.lstrip() + last],
        }[self.layout.period]
        size = self.layout.small_size
        font = self._font(size, small=True)
        word = "적성검사" if self.person.classes[0].startswith("1") else "갱신"
        label = self._font(max(22, round(size * 0.9)), small=True)
        box = self._text(self.text_x, self.y, f"{word} 기간", label)
        if self.layout.labels in ("colon", "none"):
            box = self._text(box[2] + 8, self.y, ":", label)
        x = max(box[2] + 18, self.text_x + (190 if self.layout.labels == "column" else 0))
        if font.getlength(lines[0]) > self._room(x):
            lines = [first + "~", last]
        for line in lines:
            self.y = self._text(x, self.y, line, font, "AptitudeTesDate")[3] + size * 0.35
        self.y += size * 0.2

    def _issue(self) -> None:
        size = self.rng.randint(30, 36)
        font = self._font(size, small=True)
        agency_font = self._font(size, small=False)
        agency = self.rng.choice(AGENCIES) + self.rng.choice(("경찰청장", "지방경찰청장"))
        day = self._day(self.person.issued)
        y = max(self.y + 14, 712.0) if not self.layout.agency_below else max(self.y + 8, 676.0)
        y = min(y, 752.0 if not self.layout.agency_below else 700.0)
        x = {"left": 150.0, "center": 380.0, "text": max(self.text_x, 240.0)}[
            self.layout.issue_align
        ]
        box = self._text(x, y, day, font, "DateOfIssue")
        if self.layout.agency_below:
            end = self._text(x, box[3] + 14, agency, agency_font)
        else:
            end = self._text(box[2] + 36, y - 2, agency, agency_font)
        self.draw.rectangle(
            (end[2] + 6, end[1] - 8, end[2] + 50, end[1] + 36), outline=(200, 30, 30, 255), width=3
        )
        self.draw.text(
            (end[2] + 13, end[1] - 2),
            "印",
            font=self._font(26, small=True),
            fill=(200, 30, 30, 255),
        )

    def _serial(self) -> None:
        text, font = self.person.serial, self._font(SERIAL_SIZE, small=True)
        left, top, _, bottom = self.small
        place = self.layout.serial_place
        if place == "above" and self.layout.small_portrait and not self.layout.photo_right:
            x, y = left - 15.0, top - 40.0
        elif place == "left" and not self.layout.photo_right:
            x, y = self.card.photo[0] + 40, self.card.photo[3] + 30
        elif place == "top" and not self.layout.photo_right and self.layout.type_place != "title":
            x, y = WIDTH - 190.0, 30.0 if not self.layout.band else 136.0
        elif self.layout.photo_right:
            x, y = left - 160.0, bottom - 40.0
        else:
            x, y = left - 15.0, bottom + 12.0
        if place == "labeled" and not self.layout.photo_right:
            label = self._font(20, small=True)
            y = self._text(x - 10, y, "암호일련번호", label)[3] + 8
        self._text(x, min(y, 768.0), text, font, "ID")


def draw_card(person: Person, layout: Layout, rng: random.Random, names: tuple[str, ...]) -> Card:
    """Draw ``person``'s card in ``layout`` with type faces out of ``names``."""
    return CardPainter(person, layout, rng, names).paint()
