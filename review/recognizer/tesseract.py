"""Reads Hangul with Tesseract: the second opinion, and the only one without the Hangul head."""

from __future__ import annotations

import cv2
import numpy as np
import tesserocr
from PIL import Image

from . import engines
from .decode import Pixels
from .lines import Line, Text

ROWS = 64
MARGIN = 10


def read_hangul(line: Line, picture: Pixels) -> Text:
    """Return Tesseract's reading of ``picture``, a cut of ``line``, with its characters' places."""
    clean = flatten(picture)
    api = engines.hangul()
    api.SetImage(Image.fromarray(clean))
    api.Recognize(0)
    found = Text()
    symbols = api.GetIterator()
    if symbols is None:
        return found
    width = clean.shape[1]
    for symbol in tesserocr.iterate_level(symbols, tesserocr.RIL.SYMBOL):
        _append(found, symbol, width)
    return found


def _append(found: Text, symbol: tesserocr.PyResultIterator, width: int) -> None:
    level = tesserocr.RIL.SYMBOL
    try:
        text, box = symbol.GetUTF8Text(level), symbol.BoundingBox(level)
    except RuntimeError:
        return
    if not text or box is None:
        return
    span = (
        float(np.clip((box[0] - MARGIN) / (width - 2 * MARGIN), 0, 1)),
        float(np.clip((box[2] - MARGIN) / (width - 2 * MARGIN), 0, 1)),
    )
    if found.text and symbol.IsAtBeginningOf(tesserocr.RIL.WORD):
        found.text += " "
        found.scores.append(1.0)
        found.spans.append((found.spans[-1][1], span[0]))
    for sign in text:
        found.text += sign
        found.scores.append(symbol.Confidence(level) / 100)
        found.spans.append(span)


def flatten(picture: Pixels) -> Pixels:
    """Return a line as dark ink on white: brightest channel, background divided out, stretched."""
    grey = picture.max(axis=2)
    width = max(8, round(picture.shape[1] * ROWS / picture.shape[0]))
    grey = np.asarray(cv2.resize(grey, (width, ROWS), interpolation=cv2.INTER_CUBIC), np.uint8)
    paper = cv2.medianBlur(cv2.dilate(grey, np.ones((15, 15), np.uint8)), 21).astype(np.float32)
    flat = np.clip(grey / np.maximum(paper, 1) * 255, 0, 255)
    low, high = np.percentile(flat, (2, 95))
    stretched = np.clip((flat - low) / max(high - low, 1) * 255, 0, 255).astype(np.uint8)
    return np.pad(stretched, MARGIN, constant_values=255)
