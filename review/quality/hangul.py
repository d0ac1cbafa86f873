"""Distances between Hangul words, by syllable and by letter (jamo)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_LONGEST = 40  # no word of a card is longer; keeps the cost of a comparison bounded


def distance(left: str, right: str) -> int:
    """Return the Levenshtein distance of two strings."""
    row = list(range(len(right) + 1))
    for index, a in enumerate(left, 1):
        diagonal, row[0] = row[0], index
        for place, b in enumerate(right, 1):
            diagonal, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, diagonal + (a != b)),
            )
    return row[-1]


def jamo_distance(left: str, right: str) -> int:
    """Return the Levenshtein distance of two words taken apart into their letters."""
    return distance(unicodedata.normalize("NFD", left), unicodedata.normalize("NFD", right))


def within_one(left: str, right: str) -> bool:
    """Tell whether at most one syllable is changed, missing or too many."""
    if abs(len(left) - len(right)) > 1 or len(left) > _LONGEST:
        return False
    return distance(left, right) <= 1


def nearest(word: str, entries: Iterable[str]) -> list[str]:
    """Return the entries within one syllable of ``word``, the fewest changed letters first."""
    near = [entry for entry in entries if within_one(word, entry)]
    return sorted(near, key=lambda entry: (jamo_distance(word, entry), entry))
