"""What parsing works on: the lines of one card, and the values found so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..lines import Line, Text
from ..reading import Repair


@dataclass(eq=False)
class Piece:
    """A part of a line between two shares of its length."""

    line: Line
    start: float = 0.0
    end: float = 1.0

    @property
    def x(self) -> float:
        """Return the left end in pixels of the view."""
        return self.line.left + (self.line.right - self.line.left) * self.start


@dataclass(eq=False)
class Value:
    """A field's value, how sure it is (0 to 1), where it is printed, and how it was set right."""

    text: str
    confidence: float
    pieces: list[Piece] = field(default_factory=list)
    repair: Repair | None = None
    tail: Piece | None = None  # of the resident number: the digits after its seventh


@dataclass(eq=False)
class Page:
    """The lines of a card from top to bottom.

    ``taken`` has the ids of lines spoken for, with the share of the line where that begins.
    """

    lines: list[Line]
    taken: dict[int, float] = field(default_factory=dict)

    def take(self, *values: Value) -> None:
        """Mark the lines of ``values`` as spoken for."""
        for piece in (piece for value in values for piece in value.pieces):
            start = self.taken.get(id(piece.line), 1.0)
            self.taken[id(piece.line)] = min(start, piece.start)

    def free(self) -> list[Line]:
        """Return the lines that belong to no value yet."""
        return [line for line in self.lines if id(line) not in self.taken]

    def before_taken(self, line: Line) -> Text:
        """Return the Hangul reading of a line, as far as it is left of what is spoken for."""
        begins = self.taken.get(id(line), 1.0)
        return line.hangul.part(0, sum(sum(span) / 2 < begins for span in line.hangul.spans))


def piece_of(line: Line, part: Text) -> Piece:
    """Return where the characters of ``part`` stand on ``line``."""
    return Piece(line, part.spans[0][0], part.spans[-1][1]) if part.spans else Piece(line)


def same_row(first: Line, second: Line) -> bool:
    """Whether two lines stand side by side."""
    return abs(first.middle - second.middle) < 0.6 * min(first.height, second.height)
