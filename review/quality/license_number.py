"""The license number: ``RR-YY-SSSSSS-CN``, or the region's name in place of ``RR``.

Region of the first issue, its year, a serial, a check digit whose formula is not public and the
issue counter. Sources: forms of telecoms and rental services, library documentation and a
vendor's data-loss-prevention rule agree.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

# Region codes of the police, not the administrative district codes. 27 is not in use; 29 (Sejong)
# appears in two forms of one service only.
REGIONS = {
    "11": ("서울",), "12": ("부산",), "13": ("경기", "경기남부"), "14": ("강원",), "15": ("충북",),
    "16": ("충남",), "17": ("전북",), "18": ("전남",), "19": ("경북",), "20": ("경남",),
    "21": ("제주",), "22": ("대구",), "23": ("인천",), "24": ("광주",), "25": ("대전",),
    "26": ("울산",), "28": ("경기북부",),
}  # fmt: skip
UNCONFIRMED = "29"
CODES = {name: code for code, names in REGIONS.items() for name in names}
# Digits replaced names on cards printed from mid-2014 (1 June announced, 1 or 2 July reported).
DIGITS_FROM, NAMES_UNTIL = date(2014, 6, 1), date(2014, 7, 2)
LOOKALIKES = str.maketrans("OoIl|SsBZz", "0011155822")

_FORM = re.compile(r"(?:([0-9]{2})-|([가-힣]{2,4}) ?)([0-9]{2})-([0-9]{6})-([0-9])([0-9])")
_LETTERED = re.compile(
    r"(?:([0-9OoIl|SsBZz]{2})-|([가-힣]{2,4}) ?)"
    r"([0-9OoIl|SsBZz]{2})-([0-9OoIl|SsBZz]{6})-([0-9OoIl|SsBZz]{2})"
)
_NAMED = re.compile(r"([가-힣]{2,4})[^0-9가-힣]*([0-9][^가-힣]*)")


class LicenseNumber(NamedTuple):
    """A number taken apart; exactly one of ``code`` and ``name`` is filled."""

    code: str
    name: str
    year: str
    serial: str
    check: str
    counter: str

    def __str__(self) -> str:
        region = f"{self.code}-" if self.code else f"{self.name} "
        return f"{region}{self.year}-{self.serial}-{self.check}{self.counter}"


def parse(text: str) -> LicenseNumber | None:
    """Read a number of either form, known region or not; None for anything else."""
    found = _FORM.fullmatch(text)
    if not found:
        return None
    code, name, year, serial, check, counter = found.groups()
    return LicenseNumber(code or "", name or "", year, serial, check, counter)


def without_letters(text: str) -> str | None:
    """Return the number with look-alike letters read as digits; None if that gives no number."""
    if not _LETTERED.fullmatch(text) or _FORM.fullmatch(text):
        return None
    return text.translate(LOOKALIKES)


def regroup(text: str) -> str | None:
    """Return 12 digits, or a region's name and 10 digits, in their groups; None otherwise."""
    digits = re.sub(r"[^0-9]", "", text.translate(LOOKALIKES))
    if named := _NAMED.fullmatch(text):
        grouped = f"{digits[:2]}-{digits[2:8]}-{digits[8:]}"
        return f"{named[1]} {grouped}" if len(digits) == 10 else None
    if len(digits) != 12 or re.search(r"[가-힣]", text):
        return None
    return f"{digits[:2]}-{digits[2:4]}-{digits[4:10]}-{digits[10:]}"


def first_year(year: str, issued: int) -> int:
    """Return the latest year with these two digits that is not after the issue year."""
    return issued - (issued - int(year)) % 100
