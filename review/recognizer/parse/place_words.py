"""Sets misread words of an address right, where a known one fits the picture about as well."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from review.places import COMMON_WORDS

from ..chances import Chances
from ..lines import Text

WORD = re.compile(r"[가-힣]{2,9}")
ENDINGS = ("", "로", "길", "대로", "동", "리", "읍", "면", "가", "아파트", "빌라", "맨션",
           "오피스텔", "타운")  # fmt: skip
# A single syllable behind a number of three digits, in front of another number or at the end.
COUNTER = re.compile(r"\d{3}([가-힣])(?=\s*\d|\s*$|\s*\()")
COUNTERS = ("동", "호")
SURE = 0.97  # a word whose every syllable is at least this likely stays as it is
# By how much (log probability) a known word may fit worse than what was read.
CLOSED_LIST_PRIOR, COMMON_WORD_PRIOR = 9.0, 6.0
CLEAR = 1.5  # by how much the best must fit better than the next


def with_known_words(text: Text, chances: Chances | None) -> Text:
    """Return ``text`` with unsure words replaced by common words of addresses that fit."""
    if chances:
        text = _with_counters(text, chances)
    for match in reversed(list(WORD.finditer(text.text))):
        start, end = match.span()
        if chances and min(text.scores[start:end]) < SURE and not _known(match[0]):
            word = best_fit(text, start, end, chances, _like(match[0]), COMMON_WORD_PRIOR)
            if word:
                text = replaced(text, start, end, word)
    return text


def _with_counters(text: Text, chances: Chances) -> Text:
    """Return ``text`` with what follows the number of a house in a block set right: 동, 호."""
    for match in COUNTER.finditer(text.text):
        start, end = match.span(1)
        if match[1] not in COUNTERS:
            word = best_fit(text, start, end, chances, COUNTERS, CLOSED_LIST_PRIOR)
            text = replaced(text, start, end, word) if word else text
    return text


def best_fit(
    text: Text, start: int, end: int, chances: Chances, words: Iterable[str], prior: float
) -> str:
    """Return the one of ``words`` that fits the place of some characters, "" if none does."""
    left = text.spans[start - 1][1] if start else 0.0
    right = text.spans[end][0] if end < len(text.spans) else 1.0
    here = chances.between(left, right)
    own = here.fit(text.text[start:end])
    ranked = sorted(((here.fit(word), word) for word in words), reverse=True)
    if not ranked or ranked[0][0] < own - prior:
        return ""
    clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEAR
    return ranked[0][1] if clear else ""


def replaced(text: Text, start: int, end: int, word: str) -> Text:
    """Return ``text`` with other characters at a place, as unsure as what stood there."""
    left, right = text.spans[start][0], text.spans[end - 1][1]
    step = (right - left) / len(word)
    spans = [(left + step * index, left + step * (index + 1)) for index in range(len(word))]
    least = min(text.scores[start:end])
    return Text(
        text.text[:start] + word + text.text[end:],
        [*text.scores[:start], *[least] * len(word), *text.scores[end:]],
        [*text.spans[:start], *spans, *text.spans[end:]],
    )


def _known(word: str) -> bool:
    return any(word in group for group in _by_place().values())


def _like(word: str) -> set[str]:
    """Return the known words that share a syllable's place with ``word``, as long or by one not."""
    found: set[str] = set()
    for index, sign in enumerate(word):
        found |= _by_place().get((len(word), index, sign), set())
    return found


@functools.cache
def _by_place() -> dict[tuple[int, int, str], set[str]]:
    """Return the known words by length and by one syllable's place."""
    groups: dict[tuple[int, int, str], set[str]] = {}
    for stem in COMMON_WORDS:
        for word in (stem + ending for ending in ENDINGS):
            for index, sign in enumerate(word):
                groups.setdefault((len(word), index, sign), set()).add(word)
    return groups
