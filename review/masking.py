"""The only place that hides digits.

Resident and license number are unique identifiers (Personal Information Protection Act, Art. 24):
lists, logs, exports and screens show ``870713-5••••••`` and ``17-11-0067••-••``.
"""

from __future__ import annotations

import re

DOT = "•"
_RESIDENT = re.compile(r"(?<![0-9])[0-9]{6}[ \-–—.]{0,3}[0-9](?:[ \-]?[0-9]){6}(?![0-9])")
_LICENSE = re.compile(
    r"([0-9]{2})[ \-–—.]{0,3}([0-9]{4})([0-9]{2})[ \-–—.]{0,3}([0-9]{2})(?![0-9])"
)
_DIGITS = re.compile(r"[0-9]")


def mask(field: str, value: str) -> str:
    """Return ``value`` as it may be shown before a reveal.

    ``Number`` keeps birth date and the seventh digit, ``LicenseNumber`` all but its last four
    digits. A value of another shape loses every digit after the first six, so that a misread
    number is covered as well. Other fields come back unchanged.
    """
    if field == "Number":
        return _cover_after(value, 7)
    if field == "LicenseNumber":
        return _cover_last(value, 4)
    return value


def mask_text(text: str) -> str:
    """Cover every resident and license number inside free text (evidence, messages, logs)."""
    covered = _RESIDENT.sub(lambda match: _cover_after(match[0], 7), text)
    return _LICENSE.sub(lambda match: _cover_last(match[0], 4), covered)


def _cover_after(value: str, kept: int) -> str:
    """Cover every digit and letter after the first ``kept`` digits."""
    seen = 0
    shown = []
    for sign in value:
        seen += sign.isalnum()
        shown.append(DOT if sign.isalnum() and seen > kept else sign)
    return "".join(shown)


def _cover_last(value: str, covered: int) -> str:
    """Cover the last ``covered`` digits, and all digits when there are hardly more."""
    places = [match.start() for match in _DIGITS.finditer(value)]
    hidden = set(places[-covered:] if len(places) >= 2 * covered else places)
    return "".join(DOT if place in hidden else sign for place, sign in enumerate(value))
