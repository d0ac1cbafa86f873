"""Covers the tail of the resident number in a picture, and judges whether the cover holds.

The tail are the six digits after the seventh. What is covered is the printed tail as far as the
recognizer could tell its characters apart, otherwise its share of the fourteen characters of the
number's box, grown by half a line height. The covered picture is read again: only if that reading
finds no four digits of the tail in a row may it be shown without a reveal. Boxes are in pixels of
the picture as seen.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from review.ocr import images

Quad = Sequence[Sequence[float]]
Corners = list[list[float]]

SIGNS, KEPT = 14, 8  # characters of 870713-5260590, and those before the tail
GROWTH = 0.5  # of the line's height, to every side
RUN = 4  # digits of the tail in a row that give it away
SURE = 0.5  # confidence below which a place or a reading is not relied on
_SEPARATORS = re.compile(r"[\s\-–—−~.,:·]")
_NUMBER = re.compile(r"([0-9]{6})-([0-9])([0-9]{6})")


class Verdict(StrEnum):
    """Whether a covered picture may be shown, or why it needs a reveal."""

    HOLDS = "holds"
    NO_PLACE = "no place"
    UNSURE = "unsure"
    SHOWS = "shows"


@dataclass(frozen=True)
class Again:
    """What reading a covered picture gave: the detail, and the portrait (Base64) if any."""

    detail: Mapping[str, Any] | None
    portrait: str = ""


@dataclass(frozen=True)
class Cover:
    """The covered picture (JPEG) where the verdict is good.

    ``portrait`` is what the second reading cut out of it (Base64), ``places`` the boxes of the
    whole number.
    """

    verdict: Verdict
    picture: bytes = b""
    portrait: str = ""
    places: list[Corners] = field(default_factory=list)


def tails(detail: Mapping[str, Any]) -> list[Corners]:
    """Return what has to be covered, grown; empty where the number has no box.

    ``detail`` has the ``Boxes`` of an answer, and ``Tails`` where the characters could be told.
    A number on several lines is covered whole.
    """
    boxes = detail.get("Boxes", {}).get("Number") or []
    told = detail.get("Tails") or []
    if told:
        return [grown(quad) for quad in told]
    return [grown(from_share(quad, KEPT / SIGNS) if len(boxes) == 1 else quad) for quad in boxes]


def from_share(quad: Quad, share: float) -> Corners:
    """Return the part of a line's box from a share of its length to its end."""
    (left, top), right_top, right_bottom, (left_bottom, bottom) = (tuple(c) for c in quad)
    start = [left + (right_top[0] - left) * share, top + (right_top[1] - top) * share]
    below = [
        left_bottom + (right_bottom[0] - left_bottom) * share,
        bottom + (right_bottom[1] - bottom) * share,
    ]
    return [start, list(right_top), list(right_bottom), below]


def grown(quad: Quad) -> Corners:
    """Return the box grown by half its line's height to every side."""
    along, down = _unit(quad[0], quad[1]), _unit(quad[0], quad[3])
    reach = GROWTH * math.dist(quad[0], quad[3])
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return [
        [x + reach * (s * along[0] + t * down[0]), y + reach * (s * along[1] + t * down[1])]
        for (x, y), (s, t) in zip(quad, signs, strict=True)
    ]


def first_look(response: Mapping[str, Any], detail: Mapping[str, Any]) -> Verdict:
    """Return what the first reading lets hope for: HOLDS if covering is worth trying."""
    if not tails(detail) or not _NUMBER.fullmatch(response.get("Number") or ""):
        return Verdict.NO_PLACE
    sure = detail.get("Confidence", {}).get("Number", 0.0) >= SURE
    return Verdict.HOLDS if sure else Verdict.UNSURE


def made(
    picture: bytes,
    response: Mapping[str, Any],
    detail: Mapping[str, Any],
    read_again: Callable[[bytes], Again | None],
) -> Cover:
    """Return the cover of ``picture``, whose answer is ``response`` with ``detail``.

    ``read_again`` reads the covered picture. A cover that its reading does not bear out is thrown
    away, and the verdict says why.
    """
    verdict = first_look(response, detail)
    if verdict is not Verdict.HOLDS:
        return Cover(verdict)
    covered = images.paint_over(picture, tails(detail))
    again = read_again(covered)
    verdict = second_look(response, again.detail if again else None)
    if again is None or verdict is not Verdict.HOLDS:
        return Cover(verdict)
    places = [grown(quad) for quad in detail["Boxes"]["Number"]]
    return Cover(verdict, covered, again.portrait, places)


def second_look(response: Mapping[str, Any], again: Mapping[str, Any] | None) -> Verdict:
    """Judge the covered picture by its own reading's detail ``again``; None: it was not read.

    ``response`` is the first reading's answer, which knows the number.
    """
    confidences = list((again or {}).get("Confidence", {}).values())
    if again is None or "Digits" not in again or not confidences:
        return Verdict.UNSURE
    if sum(confidences) / len(confidences) < SURE:
        return Verdict.UNSURE
    return Verdict.SHOWS if shows(response, again["Digits"]) else Verdict.HOLDS


def shows(response: Mapping[str, Any], runs: Iterable[str]) -> bool:
    """Return whether runs of digits read on the card give four digits of the tail away.

    Digits of another field are passed over, unless the engine read the whole tail into it.
    """
    head, seventh, tail = _NUMBER.fullmatch(response["Number"]).groups()  # type: ignore[union-attr]
    given_away = {tail[at : at + RUN] for at in range(len(tail) - RUN + 1)}
    followed = re.compile(rf"{head}{seventh}?[0-9]{{{RUN}}}")
    others = [digits for digits in _other_digits(response) if tail not in digits]
    left = (_without(run, others) for run in runs)
    return any(followed.search(run) or any(part in run for part in given_away) for run in left)


def _other_digits(response: Mapping[str, Any]) -> list[str]:
    """Return the digits of the other fields: they may hold the same four without telling."""
    texts = (text for name, text in response.items() if name not in {"Number", "Photo"})
    solid = (_SEPARATORS.sub("", text) for text in texts if isinstance(text, str))
    return [digits for text in solid for digits in re.findall(r"[0-9]{6,}", text)]


def _without(run: str, others: Iterable[str]) -> str:
    for other in others:
        run = run.replace(other, " ")
    return run


def _unit(start: Sequence[float], end: Sequence[float]) -> tuple[float, float]:
    length = math.dist(start, end) or 1.0
    return (end[0] - start[0]) / length, (end[1] - start[1]) / length
