"""Sex: the spellings that the engines return, in one vocabulary."""

from __future__ import annotations

MALE, FEMALE = "남", "여"
VOCABULARY = (MALE, FEMALE)
_SPELLINGS = {
    **dict.fromkeys(("남", "남자", "남성", "男", "M", "MALE"), MALE),
    **dict.fromkeys(("여", "여자", "여성", "女", "F", "FEMALE"), FEMALE),
    **dict.fromkeys(("", "未知"), ""),
}


def normalize(value: object) -> str | None:
    """Return 남 or 여, "" where the engine left it open (empty, 未知, null), None if unknown.

    The contract's sample leaves it empty; the mainland edition has 未知 and 男, the sister action
    for ID cards 女.
    """
    if value is None:
        return ""
    return _SPELLINGS.get(value.strip().upper()) if isinstance(value, str) else None


def from_digit(digit: int) -> str:
    """Return the sex of a resident number's 7th digit: odd male, even female, 0 even."""
    return MALE if digit % 2 else FEMALE
