"""Builds read lines for parser tests, without any picture."""

from __future__ import annotations

import numpy as np

from review.recognizer.lines import Line, Text
from review.recognizer.parse.page import Page


def text(content: str, score: float = 0.99) -> Text:
    """Return a reading whose characters share the line evenly."""
    count = max(len(content), 1)
    spans = [(index / count, (index + 1) / count) for index in range(len(content))]
    return Text(content, [score] * len(content), spans)


def line(
    content: str, x: float = 400, y: float = 100, *, latin: str | None = None, height: float = 40
) -> Line:
    """Return a line read as ``content`` at (x, y); ``latin`` is the other reader's reading."""
    width = max(20.0, 0.55 * height * len(content))
    quad = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)
    made = Line(quad, np.zeros((48, 48, 3), np.uint8))
    made.hangul = text(content)
    made.latin = text(content if latin is None else latin)
    return made


def page(*lines: Line) -> Page:
    """Return a page of ``lines`` from top to bottom."""
    return Page(sorted(lines, key=lambda each: each.middle))
