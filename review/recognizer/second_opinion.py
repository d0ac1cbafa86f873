"""Asks another reader about what the first one is sure of: two that agree are rarely wrong."""

from __future__ import annotations

import re

from .boxes import AFTER, BEFORE
from .budget import Budget
from .parse.hangul import is_hangul
from .parse.page import Piece, Value
from .reading import BESIDE
from .tesseract import read_hangul
from .upright import height, length

DASH = re.compile(r"(?<=[0-9])\s*[-‐‑–—−]\s*(?=[0-9])")
NOT_SURE = 0.85  # the most that a Hangul reading is worth alone
ASKED_FROM = 0.6  # below, the reading is unsure anyway


def weigh(value: Value, budget: Budget) -> None:
    """Raise or limit the confidence of a name or an address by what Tesseract reads there."""
    if value.confidence < ASKED_FROM:
        return
    # Where something beside the value was left out, both readers were shown what is left.
    if budget.is_over or (value.repair and value.repair.reason == BESIDE):
        value.confidence = min(value.confidence, NOT_SURE)
        return
    other = " ".join(_reading(piece).strip() for piece in value.pieces)
    spaced = " ".join(other.split())
    if _essence(other) != _essence(value.text):
        value.confidence = min(value.confidence, NOT_SURE)
    elif not value.text.isascii() or (" " in spaced and spaced == value.text):
        value.confidence += 0.5 * (1 - value.confidence)
    else:  # a Latin name's blanks are sure where both saw them; they are lost, hardly ever made up
        value.confidence = min(value.confidence, NOT_SURE)
        value.text = max(value.text, spaced, key=_blanks)


def _reading(piece: Piece) -> str:
    line = piece.line
    high = height(line.quad) / max(length(line.quad), 1.0)
    width = line.picture.shape[1]
    start = max(0, int((piece.start - BEFORE * high) * width))
    end = min(width, int((piece.end + AFTER * high) * width) + 1)
    return read_hangul(line, line.picture[:, start : max(end, start + 8)]).text


def _blanks(text: str) -> int:
    return text.count(" ")


def _essence(text: str) -> str:
    """Return what counts: syllables, letters, digits, and a dash between two numbers."""
    return "-".join("".join(filter(_counts, part)) for part in DASH.split(text))


def _counts(sign: str) -> bool:
    return is_hangul(sign) or (sign.isascii() and sign.isalnum())
