"""Comparing Hangul by its letters, so that near misreadings count as near."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

FAR = 9.0


def letters(text: str) -> str:
    """Return ``text`` without blanks, its syllables taken apart into letters."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def distance(first: str, second: str) -> int:
    """Return the number of letters to insert, drop or change to turn one into the other."""
    return Levenshtein.distance(letters(first), letters(second))


def nearest(text: str, entries: Iterable[str]) -> tuple[str, float]:
    """Return the entry nearest to ``text`` and its distance as a share of the entry's letters.

    Of what has no more in common than its length, FAR and no entry.
    """
    own, best = letters(text), (FAR, "")
    for entry in entries:
        size = max(len(_entry_letters(entry)), 1)
        most = int(min(best[0], 1.0) * size + 0.5)
        edits = Levenshtein.distance(own, _entry_letters(entry), score_cutoff=most)
        if edits <= most:
            best = min(best, (edits / size, entry))
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
