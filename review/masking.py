"""The only place that hides digits.

Resident and license number are unique identifiers (Personal Information Protection Act, Art. 24):
lists, logs, exports and screens show ``870713-5******`` and ``17-11-0067**-**``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

MASK = "*"
# What people put between the parts of a number: every dash there is, and what is taken for one.
# Digits (\d) are those of every script: a Korean keyboard writes them in full width, too.
_DASH = r"[\s._/~·\-‐-―−﹣－ㅡー～〜]{0,3}"
_RESIDENT = re.compile(rf"(?<!\d)\d{{6}}{_DASH}\d(?:[ \-]?\d){{6}}(?!\d)")
_LICENSE = re.compile(rf"\d{{2}}{_DASH}\d{{6}}{_DASH}\d{{2}}(?!\d)")
_HEAD, _TAIL = 7, 6  # digits that are kept, and that are not


def mask(field: str, value: str) -> str:
    """Return ``value`` as it may be shown before a reveal.

    ``Number`` keeps birth date and the seventh digit, ``LicenseNumber`` all but its last four.
    Letters and bars count as digits, so that a misread number is covered as well. In other fields
    a whole number is covered that was read or typed into them.
    """
    if field == "Number":
        return _cover_after(value, 7)
    if field == "LicenseNumber":
        return _cover_last(value, 4)
    return mask_text(value)


def mask_text(text: str) -> str:
    """Cover every resident and license number inside free text (evidence, messages, logs)."""
    covered = _RESIDENT.sub(lambda match: _cover_after(match[0], 7), text)
    return _LICENSE.sub(lambda match: _cover_last(match[0], 4), covered)


def quotes_resident_number(text: str) -> bool:
    """Return whether a whole resident number stands in free text."""
    return bool(_RESIDENT.search(text))


class Shortener:
    """Cuts a record's resident numbers down for good, or drops them.

    ``numbers`` is every form of the number that stands anywhere in the record, misread ones too:
    their tails are found in any text, whatever stands around them.
    """

    def __init__(self, numbers: Iterable[str], *, drop: bool) -> None:
        self._drop = drop
        self._forms = sorted({form for text in numbers for form in _forms(text)}, key=len)[::-1]

    def number(self, value: str) -> str:
        """Return what is kept of a value of the field itself: ``870713-5******``, or nothing."""
        return "" if self._drop else _cover_after(value, 7)

    def text(self, text: str) -> str:
        """Return free text without a whole number in it."""
        kept = 0 if self._drop else 7
        for form in self._forms:
            text = text.replace(form, _cover_after(form, kept if len(form) > _TAIL else 0))
        return _RESIDENT.sub(lambda match: _cover_after(match[0], kept), text)

    def data(self, data: Any, name: str = "") -> Any:
        """Return what JSON holds likewise; under the key Number every text is the number."""
        if isinstance(data, Mapping):
            return {key: self.data(each, name if name == "Number" else key)
                    for key, each in data.items()}  # fmt: skip
        if isinstance(data, list):
            return [self.data(each, name) for each in data]
        if not isinstance(data, str) or name == "Photo":
            return data
        return self.number(data) if name == "Number" else self.text(data)


def _forms(number: str) -> Iterator[str]:
    """Yield how a number and its tail may be written."""
    digits = "".join(sign for sign in number if sign in "0123456789")
    if len(digits) > _TAIL + 1:
        yield from {number, digits, f"{digits[:6]}-{digits[6:]}"}
    if len(digits) == _HEAD + _TAIL:
        yield digits[_HEAD:]


def _counts(sign: str) -> bool:
    """Whether a sign may stand for a digit: a 1 is easily read as a bar; two letters are dashes."""
    return sign == "|" or (sign.isalnum() and sign not in "ㅡー")


def _cover_after(value: str, kept: int) -> str:
    """Cover every digit and letter after the first ``kept`` digits."""
    seen = 0
    shown = []
    for sign in value:
        seen += _counts(sign)
        shown.append(MASK if _counts(sign) and seen > kept else sign)
    return "".join(shown)


def _cover_last(value: str, covered: int) -> str:
    """Cover the last ``covered`` digits, and all digits when there are hardly more."""
    places = [place for place, sign in enumerate(value) if _counts(sign)]
    hidden = set(places[-covered:] if len(places) >= 2 * covered else places)
    return "".join(MASK if place in hidden else sign for place, sign in enumerate(value))
