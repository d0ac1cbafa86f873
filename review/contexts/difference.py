"""The character-level difference between two values, as the desk shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby


@dataclass(frozen=True)
class Piece:
    """A run of characters: ``kept``, ``gone`` (struck through) or ``new`` (underlined)."""

    kind: str
    text: str


def pieces_before(before: str, after: str) -> tuple[Piece, ...]:
    """Return ``before`` in runs: what stays, and what is gone in ``after``."""
    return tuple(
        Piece("kept" if kind == "equal" else "gone", before[start:end])
        for kind, start, end, _, _ in _steps(before, after)
        if start < end
    )


def pieces_after(before: str, after: str) -> tuple[Piece, ...]:
    """Return ``after`` in runs: what stays, and what is new against ``before``."""
    return tuple(
        Piece("kept" if kind == "equal" else "new", after[start:end])
        for kind, _, _, start, end in _steps(before, after)
        if start < end
    )


def pieces_merged(before: str, after: str) -> tuple[Piece, ...]:
    """Return both in one line: what is gone, then what is new, at each place of change."""
    return tuple(_merged(before, after))


def _merged(before: str, after: str) -> Iterator[Piece]:
    for kind, start, end, new_start, new_end in _steps(before, after):
        if kind == "equal":
            yield Piece("kept", before[start:end])
            continue
        if start < end:
            yield Piece("gone", before[start:end])
        if new_start < new_end:
            yield Piece("new", after[new_start:new_end])


def _steps(before: str, after: str) -> Sequence[tuple[str, int, int, int, int]]:
    if len(before) == len(after) and _same_places(before, after) * 2 >= len(before):
        return _places(before, after)
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _same_places(before: str, after: str) -> int:
    return sum(old == new for old, new in zip(before, after, strict=True))


def _places(before: str, after: str) -> list[tuple[str, int, int, int, int]]:
    """Compare place by place: dates and numbers, where a digit is misread and none is lost."""
    steps, start = [], 0
    signs = zip(before, after, strict=True)
    for same, run in groupby(old == new for old, new in signs):
        end = start + len(list(run))
        steps.append(("equal" if same else "replace", start, end, start, end))
        start = end
    return steps
