"""One vocabulary for the sex an answer names.

The contract's samples use Chinese words, its sister actions too; our own service answers in
Korean, other engines in Latin letters.
"""

from __future__ import annotations

MALE, FEMALE, UNKNOWN = "남", "여", ""

WORDS = {
    "남": MALE,
    "남자": MALE,
    "남성": MALE,
    "男": MALE,
    "M": MALE,
    "MALE": MALE,
    "여": FEMALE,
    "여자": FEMALE,
    "여성": FEMALE,
    "女": FEMALE,
    "F": FEMALE,
    "FEMALE": FEMALE,
    "": UNKNOWN,
    "未知": UNKNOWN,
}


def normalize(value: str) -> str | None:
    """Return ``남``, ``여`` or the empty string (not known); None for a word nobody documented."""
    return WORDS.get(value.strip().upper())
