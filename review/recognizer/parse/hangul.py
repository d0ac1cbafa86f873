"""Comparing Hangul by its letters, so that near misreadings count as near."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable


def letters(text: str) -> str:
    """Return ``text`` without blanks, its syllables taken apart into letters."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def distance(first: str, second: str) -> int:
    """Return the number of letters to insert, drop or change to turn one into the other."""
    return _edits(letters(first), letters(second))


def _edits(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]


def nearest(text: str, entries: Iterable[str]) -> tuple[str, float]:
    """Return the entry nearest to ``text`` and its distance as a share of the entry's letters."""
    own, best = letters(text), (9.0, "")
    for entry in entries:
        size = max(len(_entry_letters(entry)), 1)
        # At least as many letters differ as one has more than the other.
        if abs(len(own) - size) / size <= best[0]:
            best = min(best, (_edits(own, _entry_letters(entry)) / size, entry))
    return best[1], best[0]


@functools.lru_cache(maxsize=1024)
def _entry_letters(entry: str) -> str:
    """Return the letters of an entry of a closed list; never of what was read on a card."""
    return letters(entry)


def is_hangul(sign: str) -> bool:
    """Whether ``sign`` is one Hangul syllable."""
    return "가" <= sign <= "힣"


def syllables(text: str) -> int:
    """Return the number of Hangul syllables in ``text``."""
    return sum(map(is_hangul, text))
