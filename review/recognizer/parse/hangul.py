"""Comparing Hangul by its letters, so that near misreadings count as near."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def letters(text: str) -> str:
    """Return ``text`` without blanks, its syllables taken apart into letters."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def distance(first: str, second: str) -> int:
    """Return the number of letters to insert, drop or change to turn one into the other."""
    a, b = letters(first), letters(second)
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]


def nearest(text: str, entries: Iterable[str]) -> tuple[str, float]:
    """Return the entry nearest to ``text`` and its distance as a share of the entry's letters."""
    ranked = [(distance(text, entry) / max(len(letters(entry)), 1), entry) for entry in entries]
    share, entry = min(ranked, default=(9.0, ""))
    return entry, share


def is_hangul(sign: str) -> bool:
    """Whether ``sign`` is one Hangul syllable."""
    return "가" <= sign <= "힣"


def syllables(text: str) -> int:
    """Return the number of Hangul syllables in ``text``."""
    return sum(map(is_hangul, text))
