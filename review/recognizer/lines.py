"""Reads the lines of text: digits and Latin by PP-OCRv6, Hangul by its own readers."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import cv2
import numpy as np
import numpy.typing as npt

from . import engines
from .budget import Budget
from .chances import Chances
from .decode import Pixels
from .detect import Quad
from .parse.hangul import is_hangul
from .upright import Matrix, height, length, transform

ROWS = 48  # height of a line picture in pixels
STEP = 8  # width in pixels of one time step of the recognizer
WIDEST = 1000
# The finder's boxes are nearly twice as high as the text: with less of that room, the text has
# more of the rows, and digits more of the steps.
TEXT_SHARE = 0.8
# The readers bear narrower letters: a fifth less to read, and none of it read worse. From 0.75
# on, bad photographs suffer.
NARROWED = 0.82
NARROWEST = 1.5  # time steps between the beginnings of two syllables
CERTAIN = 0.8
PADDED = 16  # the width is padded to a multiple of this
UPRIGHT_VOTES, UPRIGHT_WIDTH = 7, 192


@dataclass(eq=False)
class Text:
    """A reading of one line: characters, their probabilities, and their spans.

    ``spans`` are (left, right) as shares of the line's length.
    """

    text: str = ""
    scores: list[float] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)

    @property
    def score(self) -> float:
        """Return the mean probability of the characters, 0 for an empty text."""
        return sum(self.scores) / len(self.scores) if self.scores else 0.0

    def between(self, start: float, end: float) -> Text:
        """Return the characters whose middle lies between two shares, spans as shares of that."""
        text, length = Text(), max(end - start, 1e-6)
        for sign, score, span in zip(self.text, self.scores, self.spans, strict=True):
            if start <= sum(span) / 2 < end:
                text.text += sign
                text.scores.append(score)
                left, right = ((side - start) / length for side in span)
                text.spans.append((max(0.0, left), min(1.0, right)))
        return text

    def part(self, start: int, end: int) -> Text:
        """Return the characters from ``start`` to before ``end``."""
        return Text(self.text[start:end], self.scores[start:end], self.spans[start:end])


@dataclass(eq=False)
class Line:
    """One line of text in the view: its corners, which stay, its picture, and what was read."""

    quad: Quad
    picture: Pixels
    latin: Text = field(default_factory=Text)
    hangul: Text = field(default_factory=Text)
    chances: Chances | None = None
    was_read: bool = False

    @functools.cached_property
    def left(self) -> float:
        """Return the left end in pixels of the view."""
        return float(self.quad[[0, 3], 0].mean())

    @functools.cached_property
    def right(self) -> float:
        """Return the right end in pixels of the view."""
        return float(self.quad[[1, 2], 0].mean())

    @functools.cached_property
    def middle(self) -> float:
        """Return the vertical middle in pixels of the view."""
        return float(self.quad[:, 1].mean())

    @functools.cached_property
    def height(self) -> float:
        """Return the height in pixels of the view."""
        return height(self.quad)

    def split(self, index: int) -> tuple[Line, Line]:
        """Return the parts before and from the Hangul reading's character ``index``."""
        place = (self.hangul.spans[index - 1][1] + self.hangul.spans[index][0]) / 2
        return self._share(0.0, place), self._share(place, 1.0)

    def beyond(self, x: float) -> Line:
        """Return the part right of ``x``, in pixels of the view: the line itself where all is."""
        start = (x - self.left) / max(self.right - self.left, 1.0)
        return self._share(min(start, 1.0), 1.0) if start > 0 else self

    def _share(self, start: float, end: float) -> Line:
        width = self.picture.shape[1]
        part = Line(self.cut(start, end), self.picture[:, int(start * width) : int(end * width)])
        part.latin, part.hangul = self.latin.between(start, end), self.hangul.between(start, end)
        part.was_read = True
        part.chances = self.chances.between(start, end) if self.chances else None
        return part

    def cut(self, start: float, end: float) -> Quad:
        """Return the corners of the part between two shares of the length."""
        top, bottom = self.quad[1] - self.quad[0], self.quad[2] - self.quad[3]
        return np.array(
            [
                self.quad[0] + top * start,
                self.quad[0] + top * end,
                self.quad[3] + bottom * end,
                self.quad[3] + bottom * start,
            ],
            np.float32,
        )


def joined(lines: list[Line], sign: str) -> Line:
    """Return read ``lines`` that stand side by side as one, with ``sign`` where they meet."""
    first, last = lines[0], lines[-1]
    quad = np.array([first.quad[0], last.quad[1], last.quad[2], first.quad[3]], np.float32)
    whole = Line(quad, np.asarray(cv2.hconcat([line.picture for line in lines]), np.uint8))
    for name in ("latin", "hangul"):
        setattr(whole, name, _chained([(line, getattr(line, name)) for line in lines], whole, sign))
    whole.was_read = True
    return whole


def _chained(parts: list[tuple[Line, Text]], whole: Line, sign: str) -> Text:
    text, extent = Text(), max(whole.right - whole.left, 1.0)
    for line, part in parts:
        start, width = (line.left - whole.left) / extent, (line.right - line.left) / extent
        if text.text:
            text.text += sign
            text.scores.append(1.0)
            text.spans.append((text.spans[-1][1], max(start, text.spans[-1][1])))
        text.text += part.text
        text.scores += part.scores
        text.spans += [(start + left * width, start + right * width) for left, right in part.spans]
    return text


def cut_line(
    pixels: Pixels,
    quad: Quad,
    to_pixels: Matrix,
    share: float = TEXT_SHARE,
    narrowed: float = NARROWED,
) -> Line:
    """Return the line at ``quad`` of the view, cut out of the original pixels.

    ``to_pixels`` maps the view to ``pixels``: cutting from the original keeps what detail there
    is. Of the line's height the middle ``share`` is cut, its letters ``narrowed``.
    """
    rows = share * max(height(quad), 1)
    width = int(np.clip(round(narrowed * ROWS * length(quad) / rows), ROWS // 2, WIDEST))
    flat = np.array([[0, 0], [width, 0], [width, ROWS], [0, ROWS]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, transform(_middle(quad, share), to_pixels))
    picture = cv2.warpPerspective(
        pixels, matrix, (width, ROWS), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return Line(quad, np.asarray(picture, np.uint8))


def _middle(quad: Quad, share: float) -> Quad:
    """Return ``quad`` at a share of its height, about the same middle."""
    middles = (quad + quad[[3, 2, 1, 0]]) / 2
    return np.asarray(middles + (quad - middles) * share, np.float32)


def read_lines(lines: list[Line], budget: Budget) -> None:
    """Fill ``hangul`` of each line, and ``latin`` unless it is Hangul alone; raises OutOfTime.

    One by one: on one thread several at a time are no faster, and shorter ones would be padded.
    """
    for line in lines:
        budget.check()
        width = line.picture.shape[1]
        budget.spend(width)
        (features,) = engines.stem().run(None, {"picture": tensor(line.picture)})
        syllables = np.exp(engines.hangul_head().run(None, {"features": features})[0][0])
        line.hangul = decode_steps(syllables, engines.hangul_signs(), width)
        line.chances = Chances.of(syllables[: -(-width // STEP)])
        if not _is_hangul_alone(line.hangul):  # else the other reader would only see things
            scores = engines.latin_head().run(None, {"features": features})[0][0]
            line.latin = decode_steps(scores, engines.signs(), width)
        line.was_read = True


def _is_hangul_alone(text: Text) -> bool:
    """Whether a line surely bears Hangul only: a label, a name, the title."""
    is_sure = min(text.scores, default=0.0) >= CERTAIN
    return is_sure and all(is_hangul(sign) or sign.isspace() for sign in text.text)


def upside_down(lines: list[Line]) -> bool:
    """Whether most of the largest lines stand on their head."""
    votes = 0.0
    asked = sorted(lines, key=lambda each: -each.picture.shape[1])[:UPRIGHT_VOTES]
    for left, line in zip(reversed(range(len(asked))), asked, strict=True):
        width = min(line.picture.shape[1], UPRIGHT_WIDTH)
        shown = np.zeros((1, 3, ROWS, UPRIGHT_WIDTH), np.float32)
        shown[..., :width] = tensor(line.picture[:, :width])[..., :width]
        upright, turned = engines.upright_model().run(None, {"x": shown})[0][0]
        votes += float(turned - upright)
        if abs(votes) > left:  # the others cannot change it
            break
    return votes > 0


def tensor(picture: Pixels) -> npt.NDArray[np.float32]:
    """Return a line's picture as the engines take it, padded on the right to whole steps."""
    width = picture.shape[1]
    padded = np.zeros((1, 3, ROWS, -(-width // PADDED) * PADDED), np.float32)
    padded[0, :, :, :width] = picture.astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
    return padded


def decode_steps(steps: npt.NDArray[np.float32], signs: list[str], width: int) -> Text:
    """Return the greedy CTC reading of probabilities (steps x signs; sign 0 is the blank).

    Of two syllables too near each other to be two, the likelier stays.
    """
    steps = steps[: -(-width // STEP)]  # what follows is padding
    best, found = steps.argmax(axis=1).tolist(), Text()
    for step, index in enumerate(best):
        if index == 0 or (step and index == best[step - 1]):
            if index and found.spans:
                found.spans[-1] = (found.spans[-1][0], min(1.0, (step + 1) * STEP / width))
                found.scores[-1] = max(found.scores[-1], float(steps[step, index]))
            continue
        score = float(steps[step, index])
        if found.text and _crowded(found, signs[index], score, step * STEP / width, STEP / width):
            if found.scores[-1] >= score:
                continue
            found = found.part(0, len(found.text) - 1)
        found.text += signs[index]
        found.scores.append(score)
        found.spans.append((min(1.0, step * STEP / width), min(1.0, (step + 1) * STEP / width)))
    return found


def _crowded(found: Text, sign: str, score: float, place: float, step: float) -> bool:
    """Whether a syllable would begin where the one before has hardly begun, either of them unsure.

    ``place`` is the share of the line's length where it would begin, ``step`` that of a time step.
    """
    near = place - found.spans[-1][0] < NARROWEST * step
    unsure = min(score, found.scores[-1]) < CERTAIN
    return near and unsure and is_hangul(sign) and is_hangul(found.text[-1])
