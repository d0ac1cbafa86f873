"""Merging the two readings of a line: digits are the Latin reader's strength."""

from __future__ import annotations

import re

from ..lines import Text

NUMBER = re.compile(r"[0-9][0-9\-]*")


def with_latin_digits(hangul: Text, latin: Text) -> Text:
    """Return the Hangul reading with numbers as the Latin reader saw them, where it is surer."""
    merged = Text()
    position = 0
    for match in NUMBER.finditer(hangul.text):
        own = hangul.part(match.start(), match.end())
        other = _number_at(latin, own.spans[0][0], own.spans[-1][1])
        _extend(merged, hangul.part(position, match.start()))
        better = (
            other.text and len(other.text) >= len(own.text) and min(other.scores) > min(own.scores)
        )
        _extend(merged, other if better else own)
        position = match.end()
    _extend(merged, hangul.part(position, len(hangul.text)))
    return merged


def _number_at(latin: Text, start: float, end: float) -> Text:
    """Return the number of the Latin reading that covers the span, or an empty text."""
    for match in NUMBER.finditer(latin.text):
        part = latin.part(match.start(), match.end())
        left, right = part.spans[0][0], part.spans[-1][1]
        shared = min(right, end) - max(left, start)
        if shared > 0.7 * max(right - left, end - start):
            return part
    return Text()


def _extend(text: Text, part: Text) -> None:
    text.text += part.text
    text.scores += part.scores
    text.spans += part.spans
