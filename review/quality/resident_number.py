"""The resident registration number (and the foreigner's): ``YYMMDD-G######``.

The 7th digit tells citizen or foreigner, sex and century. Weights 2 3 4 5 6 7 8 9 2 3 4 5 on
digits 1-12 give a sum s; a citizen's check digit is (11 - s mod 11) mod 10 (well established), a
foreigner's (13 - s mod 11) mod 10 (unofficial, contradicted by real numbers). Numbers given out
since 5 October 2020 are random after the 7th digit (Ministry of the Interior and Safety).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from review.quality import dates, sex

RANDOM_FROM = date(2020, 10, 5)
LAST_OFFICE = 96
MASKS = "*●○•Xx✱＊"
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURIES = {"9": 1800, "0": 1800, "1": 1900, "2": 1900, "5": 1900, "6": 1900,
              "3": 2000, "4": 2000, "7": 2000, "8": 2000}  # fmt: skip
_FORM = re.compile(r"([0-9]{6})-([0-9]{7})")
_MASKED = re.compile(rf"([0-9]{{6}})-?([0-9]?)([{MASKS}]{{6,7}})")
# What each printed digit is taken for, the likeliest first.
LOOKALIKES = {"0": "869", "1": "74", "2": "73", "3": "859", "4": "19", "5": "638", "6": "850",
              "7": "12", "8": "3609", "9": "804"}  # fmt: skip


class _Parts(NamedTuple):
    digits: str  # 13, or the 6 or 7 left by a mask


class ResidentNumber(_Parts):
    """A number's readable digits and what follows from them."""

    @property
    def masked(self) -> bool:
        """Whether the tail is hidden."""
        return len(self.digits) < 13

    @cached_property
    def gender_digit(self) -> str:
        """The 7th digit, or "" where it is masked."""
        return self.digits[6:7]

    @cached_property
    def born(self) -> date | None:
        """The birth date in the century of the 7th digit; None where there is none."""
        century = _CENTURIES.get(self.gender_digit)
        if century is None:
            return None
        year, month, day = (int(self.digits[i : i + 2]) for i in (0, 2, 4))
        return dates.build(century + year, month, day)

    @property
    def sex(self) -> str:
        """남 or 여 from the 7th digit; "" where it is masked."""
        return sex.from_digit(int(self.gender_digit)) if self.gender_digit else ""

    @property
    def citizen(self) -> bool:
        """Whether the 7th digit is a citizen's (1-4; 9 and 0 for the 1800s)."""
        return self.gender_digit in {"1", "2", "3", "4", "9", "0"}

    @property
    def foreigner(self) -> bool:
        """Whether the 7th digit is a foreigner's (5-8)."""
        return self.gender_digit in {"5", "6", "7", "8"}

    @cached_property
    def checksum(self) -> bool | None:
        """Whether a check digit holds; None where none can be tested.

        For a foreigner either formula is taken. A birth on or after 5 October 2020, a masked tail
        or an impossible date leave nothing to test.
        """
        if self.masked or self.born is None or self.born >= RANDOM_FROM:
            return None
        return self.digits[12] in expected(self.digits)

    def __str__(self) -> str:
        return f"{self.digits[:6]}-{self.digits[6:]}"


def weighted_sum(digits: str) -> int:
    """Return the weighted sum of the first twelve digits."""
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))


def expected(digits: str) -> tuple[str, ...]:
    """Return the check digits that fit: a citizen's one, or a foreigner's two."""
    rest = weighted_sum(digits) % 11
    citizen = str((11 - rest) % 10)
    return (citizen, str((13 - rest) % 10)) if digits[6] in "5678" else (citizen,)


def parse(text: str) -> ResidentNumber | None:
    """Read ``YYMMDD-G######`` or a masked form of it; None for anything else."""
    if found := _FORM.fullmatch(text):
        return ResidentNumber(found[1] + found[2])
    found = _MASKED.fullmatch(text)
    if found and len(found[2]) + len(found[3]) == 7:
        return ResidentNumber(found[1] + found[2])
    return None


def repairs(number: ResidentNumber, born: date, known_sex: str = "") -> list[str]:
    """Return at most three citizen's numbers one digit away that fit birth date and check digit.

    Look-alike digits first; nothing is returned that contradicts a known sex.
    """
    fitting = (
        (cost, str(candidate))
        for cost, candidate in _neighbors(number.digits, f"{born:%y%m%d}")
        if candidate.gender_digit in {"1", "2", "3", "4"}
        and candidate.checksum
        and candidate.born == born
        and known_sex in {"", candidate.sex}
    )
    return [candidate for _, candidate in sorted(fitting)[:3]]


def _neighbors(digits: str, head: str) -> Iterator[tuple[int, ResidentNumber]]:
    """Yield the numbers one digit away that begin with ``head``, with 0 for the best look-alike."""
    wrong = [place for place in range(6) if digits[place] != head[place]]
    if len(wrong) > 1:
        return
    for place in wrong or range(6, 13):
        read = digits[place]
        for digit in head[place] if wrong else "0123456789".replace(read, ""):
            cost = LOOKALIKES[read].find(digit) % 10
            yield cost, ResidentNumber(digits[:place] + digit + digits[place + 1 :])
