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
    """The lines of a card from top to bottom; ``taken`` holds the ids of lines spoken for."""

    lines: list[Line]
    taken: set[int] = field(default_factory=set)

    def take(self, *values: Value) -> None:
        """Mark the lines of ``values`` as spoken for."""
        self.taken |= {id(piece.line) for value in values for piece in value.pieces}

    def free(self) -> list[Line]:
        """Return the lines that belong to no value yet."""
        return [line for line in self.lines if id(line) not in self.taken]


def piece_of(line: Line, part: Text) -> Piece:
    """Return where the characters of ``part`` stand on ``line``."""
    return Piece(line, part.spans[0][0], part.spans[-1][1]) if part.spans else Piece(line)


def same_row(first: Line, second: Line) -> bool:
    """Whether two lines stand side by side."""
    return abs(first.middle - second.middle) < 0.6 * min(first.height, second.height)
