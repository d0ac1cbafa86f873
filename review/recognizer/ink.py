"""How dark a line's characters are printed: marks laid over the card are paler than its print."""

from __future__ import annotations

import cv2
import numpy as np

from .lines import Line, Text
from .parse.hangul import is_hangul

PALE = 0.5  # of the usual darkness of a line's syllables; print of one line reaches 0.8
REACH = 8  # pixels of a line's picture beside the steps in which a syllable was read
PAPER, INK = 80, 4  # percentiles of brightness


def without_pale_ends(line: Line, text: Text) -> Text:
    """Return ``text``, a part of the line's reading, without what is paler at either end."""
    darkness = _darkness(line, text)
    syllables = [value for index, value in darkness.items() if is_hangul(text.text[index])]
    usual = float(np.median(syllables)) if syllables else 0.0
    dark = [index for index, value in darkness.items() if value >= PALE * usual]
    if not dark or len(dark) == len(darkness):
        return text
    return text.part(dark[0], dark[-1] + 1)


def _darkness(line: Line, text: Text) -> dict[int, float]:
    """Return of each sign how much darker than the paper its strokes are, by its index."""
    gray = cv2.cvtColor(line.picture, cv2.COLOR_BGR2GRAY)
    paper, width = float(np.percentile(gray, PAPER)), gray.shape[1]
    found = {}
    for index, (left, right) in enumerate(text.spans):
        if not text.text[index].isspace():
            columns = gray[:, max(0, round(left * width) - REACH) : round(right * width) + REACH]
            found[index] = paper - float(np.percentile(columns, INK))
    return found
