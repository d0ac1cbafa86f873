"""Card designs kept for the report alone: nothing of the recognizer was tuned on them.

Three families, each with choices of its own: labels standing above their values, a ruled table
with two values in a row, and bare values in an order of their own. Their street words are none
of those that the recognizer knows.
"""

from __future__ import annotations

import dataclasses
import random

from PIL import ImageFont

from . import marks
from .card import AGENCIES, WIDTH, Card, CardPainter
from .layouts import Layout, draw_layout
from .people import WORDS, Person

OTHER_WORDS = (
    "감천 갈마 고잔 괴정 남항 노형 다대 덕포 동광 만덕 모라 반여 부곡 상인 소래 수유 신길 아미 연동 오정 우동 "
    "월성 이곡 이도 장림 조원 죽도 칠성 파호 하단"
).split(" ")
LABELS = {
    "LicenseNumber": "면허번호",
    "Name": "성명",
    "Number": "주민등록번호",
    "Address": "주소",
    "AptitudeTesDate": "갱신기간",
    "Type": "면허종류",
    "DateOfIssue": "발급일",
}
ORDERS = (
    ("Name", "Number", "Type", "LicenseNumber", "Address", "AptitudeTesDate", "DateOfIssue"),
    ("Type", "LicenseNumber", "Name", "Number", "AptitudeTesDate", "Address", "DateOfIssue"),
    ("LicenseNumber", "DateOfIssue", "Name", "Number", "Address", "Type", "AptitudeTesDate"),
)
PAIRS = (("Name", "Number"), ("LicenseNumber", "DateOfIssue"))
CELL = 0.52  # share of a row where its second value begins
CELL_GAP = 12  # pixels at least between the two
FAMILIES = ("stacked", "table", "bare")
SIZES = {"Address": 29, "AptitudeTesDate": 31, "DateOfIssue": 31, "Type": 36}


class UnseenPainter(CardPainter):
    """Draws one card of a family of its own."""

    def __init__(
        self, person: Person, rng: random.Random, names: tuple[str, ...], *, right: bool
    ) -> None:
        layout: Layout = dataclasses.replace(
            draw_layout(rng), photo_right=right, photo_width=rng.randint(230, 270)
        )
        super().__init__(person, layout, rng, names)
        self.family, self.order = rng.choice(FAMILIES), rng.choice(ORDERS)

    def paint(self) -> Card:
        """Draw everything and return the card."""
        marks.draw_pattern(self.card.picture, self.rng, self.layout.guilloche)
        self._portraits()
        self._text(60.0, 40.0, self.layout.title, self._font(46))
        self.y = 122.0
        beside = dict(pair for pair in PAIRS if self.family == "table" and self._fits(pair[0]))
        for name in self.order:
            if name not in beside.values():
                self._entry(name, beside.get(name, ""))
        agency = self.rng.choice(AGENCIES) + "경찰청장"
        self._text(60.0 if self.layout.photo_right else 620.0, 752.0, agency, self._font(32))
        self._serial()
        marks.lay_specimen_mark(self.card.picture, self.rng)
        return self.card

    def _fits(self, name: str) -> bool:
        """Whether a value leaves room for a second one in its row: a long name does not."""
        room = (self.right - self.text_x) * CELL - CELL_GAP
        return self._value_font(name).getlength(self._plain(name)) <= room

    def _entry(self, name: str, beside: str) -> None:
        """Draw one value, and perhaps a second one in its row."""
        start = self.y
        self._labeled(name, self.text_x)
        end = self.y
        if beside:
            self.y = start
            self._labeled(beside, self.text_x + (self.right - self.text_x) * CELL)
        self.y = max(end, self.y)
        if self.family == "table":
            line = (self.text_x - 8, self.y + 2, self.right, self.y + 2)
            self.draw.line(line, fill=(110, 110, 120, 200), width=2)
        self.y += {"stacked": 13, "table": 17, "bare": 26}[self.family]

    def _labeled(self, name: str, x: float) -> None:
        if self.family != "bare":
            self.y = self._text(x, self.y, LABELS[name], self._font(20, small=True))[3] + 7
        font = self._value_font(name)
        for line in self._lines(name, font, self.right - x):
            self.y = self._text(x, self.y, line, font, name)[3] + 7

    def _value_font(self, name: str) -> ImageFont.FreeTypeFont:
        return self._font(SIZES.get(name, 38), small=name in SIZES)

    def _lines(self, name: str, font: ImageFont.FreeTypeFont, room: float) -> list[str]:
        plain = self._plain(name)
        if name == "Type" and font.getlength(plain) > room:
            return list(self.person.classes)
        return self._wrap(plain, font, room)

    def _plain(self, name: str) -> str:
        """Return the value of a field as it is printed in one line."""
        person = self.person
        return {
            "LicenseNumber": person.license_number, "Name": person.name, "Number": person.number,
            "Address": person.address, "DateOfIssue": self._day(person.issued),
            "Type": "  ".join(person.classes),
            "AptitudeTesDate": " ~ ".join(self._day(day) for day in person.period),
        }[name]  # fmt: skip

    def _small_place(self) -> tuple[int, int]:
        """Return the top left of the small portrait: the lower end of the photo's side."""
        return (WIDTH - 150, 620) if self.layout.photo_right else (60, 620)


def elsewhere(person: Person, rng: random.Random) -> Person:
    """Return ``person`` with another street: words that the recognizer does not know."""
    address = person.address
    for word in WORDS:
        if word in address:
            address = address.replace(word, rng.choice(OTHER_WORDS))
    return dataclasses.replace(person, address=address)


def draw_unseen_card(person: Person, rng: random.Random, names: tuple[str, ...]) -> Card:
    """Draw ``person``'s card in a design that nothing was tuned on."""
    return UnseenPainter(person, rng, names, right=rng.random() < 0.5).paint()
