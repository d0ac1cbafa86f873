"""First-level divisions with their history, up to the merger of 1 July 2026.

A card shows the name of its printing date, so earlier names stay valid. Sources: the acts that
renamed each division; the merger of Gwangju and South Jeolla after press reports of 2026.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from review.quality import hangul

_BEFORE = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Division:
    """A division: its names, and the earlier names with the day each was replaced."""

    name: str
    shorts: tuple[str, ...]
    earlier: tuple[tuple[str, date], ...] = ()
    since: date = _BEFORE


_1995, _MERGER = date(1995, 1, 1), date(2026, 7, 1)
DIVISIONS = (
    Division("서울특별시", ("서울",)),
    Division("부산광역시", ("부산",), (("부산직할시", _1995),), _1995),
    Division("대구광역시", ("대구",), (("대구직할시", _1995),), _1995),
    Division("인천광역시", ("인천",), (("인천직할시", _1995),), _1995),
    Division("대전광역시", ("대전",), (("대전직할시", _1995),), _1995),
    Division("울산광역시", ("울산",), since=date(1997, 7, 15)),
    Division("세종특별자치시", ("세종",), since=date(2012, 7, 1)),
    Division("경기도", ("경기",)),
    Division(
        "강원특별자치도", ("강원",), (("강원도", date(2023, 6, 11)),), since=date(2023, 6, 11)
    ),
    Division("충청북도", ("충북",)),
    Division("충청남도", ("충남",)),
    Division(
        "전북특별자치도", ("전북",), (("전라북도", date(2024, 1, 18)),), since=date(2024, 1, 18)
    ),
    Division("경상북도", ("경북",)),
    Division("경상남도", ("경남",)),
    Division("제주특별자치도", ("제주",), (("제주도", date(2006, 7, 1)),), since=date(2006, 7, 1)),
    Division(
        "전남광주통합특별시",
        ("광주", "전남광주", "광주특별시"),
        (
            ("광주광역시", _MERGER),
            ("광주직할시", _1995),
            ("전라남도", _MERGER),
            ("전남", _MERGER),
        ),
        since=_MERGER,
    ),
)
WITHOUT_DISTRICTS = frozenset({"세종특별자치시", "세종"})
_BY_NAME = {
    name: division
    for division in DIVISIONS
    for name in (division.name, *division.shorts, *(old for old, _ in division.earlier))
}
_REPLACED = {old: day for division in DIVISIONS for old, day in division.earlier}
NAMES = tuple(_BY_NAME)
_FULL = tuple(name for name in NAMES if len(name) > 2)
_LONGEST_FIRST = "|".join(sorted(NAMES, key=len, reverse=True))
# A name followed by a blank or the end, or glued to the word of its district (서울시, 경기수원시).
_START = re.compile(rf"({_LONGEST_FIRST})(?=\s|$|[가-힣]{{0,4}}[시군구](?:\s|$))")


def leading(address: str) -> str:
    """Return the division's name that an address begins with, or "".

    A misread full name (부산광영시) is not taken for a short one glued to its district.
    """
    found = _START.match(address)
    if not found:
        return ""
    first = address.split(maxsplit=1)[0]
    misread = first != found[1] and any(hangul.within_one(first, name) for name in _FULL)
    return "" if misread else found[1]


def current(name: str, today: date) -> str | None:
    """Return the name that replaced ``name`` by ``today``, or None while it stands."""
    replaced = _REPLACED.get(name)
    return _BY_NAME[name].name if replaced and replaced <= today else None


def nearest(word: str) -> list[str]:
    """Return at most three names within one syllable of a first word, the nearest first."""
    return hangul.nearest(word, NAMES)[:3]
