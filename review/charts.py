"""Bars of a chart as plain figures: what a template draws as SVG, with a table beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 172
_LEFT, _RIGHT, _TOP, _FLOOR = 12, 628, 20, 150
# The classes of the series, in order: their looks are the style sheet's.
_LOOKS = ("a", "o", "b")
_WIDEST = 26


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how it looks, and its number above it."""

    x: float
    y: float
    width: float
    height: float
    look: str
    number: int

    @property
    def middle(self) -> float:
        """Where its number stands."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Step:
    """One place on the axis: its label, its bars, and where the label stands."""

    label: str
    middle: float
    bars: tuple[Bar, ...]
    numbers: tuple[int, ...]


def steps(rows: Sequence[tuple[str, Sequence[int]]]) -> tuple[Step, ...]:
    """Return a group of bars for each row of ``rows``: a label and one number a series.

    Nothing where every number is zero: an axis without a bar tells nobody anything.
    """
    most = max((number for _label, numbers in rows for number in numbers), default=0)
    if not most:
        return ()
    pitch = (_RIGHT - _LEFT) / len(rows)
    return tuple(
        _step(label, tuple(numbers), _LEFT + place * pitch, pitch, most)
        for place, (label, numbers) in enumerate(rows)
    )


def _step(label: str, numbers: tuple[int, ...], left: float, pitch: float, most: int) -> Step:
    width = min(_WIDEST, pitch * 0.8 / len(numbers))
    start = left + (pitch - width * len(numbers)) / 2
    bars = tuple(
        _bar(start + place * width, width, number / most, number, _LOOKS[place])
        for place, number in enumerate(numbers)
    )
    return Step(label, round(left + pitch / 2, 1), bars, numbers)


def _bar(x: float, width: float, share: float, number: int, look: str) -> Bar:
    height = round((_FLOOR - _TOP) * share, 1)
    return Bar(round(x, 1), round(_FLOOR - height, 1), round(width - 2, 1), height, look, number)
