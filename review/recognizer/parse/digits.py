"""Merging the two readings of a line: digits are the Latin reader's strength."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..lines import Text

NUMBER = re.compile(r"[0-9][0-9\-]*")
DIGITS = re.compile(r"[0-9]+")
DASHED = re.compile(r"([0-9]+)-([0-9]+)")
NEXT = 1.4  # widths of a digit by which a lost one lies beyond the others, at most


def with_latin_digits(hangul: Text, latin: Text) -> Text:
    """Return the Hangul reading with numbers as the Latin reader saw them, where it is surer."""
    surer = _replaced(hangul, latin, NUMBER, _is_surer)
    dashed = _replaced(surer, latin, NUMBER, _has_a_dash)
    return _replaced(dashed, latin, DIGITS, _has_one_more)


def _is_surer(own: Text, other: Text) -> bool:
    return len(other.text) >= len(own.text) and min(other.scores) > min(own.scores)


def _has_a_dash(own: Text, other: Text) -> bool:
    """Whether the numbers differ by a dash alone: readers lose one, hardly ever make one up."""
    whole = DASHED.fullmatch(other.text)
    return whole is not None and own.text == whole[1] + whole[2]


def _has_one_more(own: Text, other: Text) -> bool:
    """Whether the numbers differ by a repeated digit alone: readers lose one of two, never add.

    A digit that stands farther off is another number's, with a syllable between that one reader
    leaves out.
    """
    singles = {re.sub(r"(.)\1+", r"\1", number.text) for number in (own, other)}
    (left, right), (first, last) = _ends(own), _ends(other)
    pitch = (last - first) / len(other.text)
    near = left - first < NEXT * pitch and last - right < NEXT * pitch
    return near and len(other.text) == len(own.text) + 1 and len(singles) == 1


def _ends(text: Text) -> tuple[float, float]:
    return text.spans[0][0], text.spans[-1][1]


def _replaced(
    hangul: Text, latin: Text, form: re.Pattern[str], is_better: Callable[[Text, Text], bool]
) -> Text:
    """Return the Hangul reading with those numbers of ``form`` replaced that are better."""
    merged = Text()
    position = 0
    for match in form.finditer(hangul.text):
        own = hangul.part(match.start(), match.end())
        other = _number_at(latin, form, own.spans[0][0], own.spans[-1][1])
        _extend(merged, hangul.part(position, match.start()))
        _extend(merged, other if other.text and is_better(own, other) else own)
        position = match.end()
    _extend(merged, hangul.part(position, len(hangul.text)))
    return merged


def _number_at(latin: Text, form: re.Pattern[str], start: float, end: float) -> Text:
    """Return the number of the Latin reading that covers the span, or an empty text."""
    for match in form.finditer(latin.text):
        part = latin.part(match.start(), match.end())
        left, right = part.spans[0][0], part.spans[-1][1]
        shared = min(right, end) - max(left, start)
        # Of two like digits the one that was read is as wide as one.
        whole = min if form is DIGITS else max
        if shared > 0.7 * whole(right - left, end - start):
            return part
    return Text()


def _extend(text: Text, part: Text) -> None:
    text.text += part.text
    text.scores += part.scores
    text.spans += part.spans
