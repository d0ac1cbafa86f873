"""The beginning of an address: a division and a district, both out of closed lists."""

from __future__ import annotations

import re

from review.places import DISTRICTS

from ..chances import Chances
from ..lines import Text
from . import vocabulary
from .hangul import distance, letters
from .place_words import CLOSED_LIST_PRIOR, best_fit, replaced

MISREAD, MISREAD_LONG = 0.2, 0.27  # share of letters of a division that may be wrong
SHORT = 2  # syllables of a division's short name
DISTRICT = re.compile(r"\s*([가-힣]{1,4}?[시군구](?=[가-힣]{2})|[가-힣]{2,5})")
STRAY, GLUED = 7, 3  # signs in front of a division's name, at most: a label that was misread
AFTER_STRAY = re.compile(r"(?<=[\s:：.;·])[가-힣]")


def beginning(text: str) -> int:
    """Return the index at which the division's name begins; 0 where none is near the start."""
    _, size, share = division_at_start(text)
    found = [text.find(name) for name in vocabulary.DIVISION_NAMES if len(name) > SHORT]
    starts = [start for start in found if 0 < start <= GLUED]
    if size and (share == 0 or not starts):
        return 0
    apart = (match.start() for match in AFTER_STRAY.finditer(text[: STRAY + 1]))
    starts += [start for start in apart if _is_certain(text[start:])]
    return min(starts, default=0)


def _is_certain(text: str) -> bool:
    """Whether a division stands there that is hardly misread: a short name not at all."""
    name, size, share = division_at_start(text)
    if size == SHORT:
        return share == 0 and text[SHORT : SHORT + 1].isspace()
    return bool(name) and share <= MISREAD


def with_places(text: Text, chances: Chances) -> Text:
    """Return ``text`` with the division and the district that fit the picture best."""
    name, size, share = division_at_start(text.text)
    if not size:
        return text
    cut = end_of(text.text, size)
    if share > 0:
        word = best_fit(text, 0, cut, chances, vocabulary.DIVISION_NAMES, CLOSED_LIST_PRIOR)
        name, text = word or name, replaced(text, 0, cut, word) if word else text
        cut = len(word) if word else cut
    districts = DISTRICTS[vocabulary.DIVISION_NAMES[name]]
    match = DISTRICT.match(text.text, cut)
    if not match or match[1] in districts:
        return text
    word = best_fit(text, *match.span(1), chances, districts, CLOSED_LIST_PRIOR)
    return replaced(text, *match.span(1), word) if word else text


def division_at_start(text: str) -> tuple[str, int, float]:
    """Return the division that ``text`` begins with, its length in solid characters, distance.

    A full name misread by a few letters goes before a short name that stands there by the way.
    """
    solid = "".join(text.split())
    name = solid[:SHORT]
    # "경기 동두천시" without its blank is no misread "경기도".
    if solid[SHORT:].startswith(DISTRICTS.get(name) or ("?",)):
        return name, SHORT, 0.0
    best = ("", 0, 9.0)
    for name in vocabulary.DIVISION_NAMES:
        if not set(name) & set(solid[: len(name)]):
            continue  # so few letters may be wrong that one syllable at least is right
        share = distance(solid[: len(name)], name) / len(letters(name))
        rank = share if len(name) > SHORT else share + MISREAD
        if share <= 0.34 and (rank, -len(name)) < (best[2], -best[1]):
            best = (name, len(name), rank)
    name, size, rank = best
    return name, size, rank if size != SHORT else rank - MISREAD


def corrected(text: str) -> str:
    """Return ``text`` with division and district set right where a letter or two is misread.

    Both come from closed lists; a district only where exactly one of the division is that near.
    """
    name, size, share = division_at_start(text)
    if not size:
        return text
    cut = end_of(text, size)
    rest = text[cut:].lstrip()
    if share <= (MISREAD if size < 5 else MISREAD_LONG):
        text = f"{name} {rest}"
    head, _, tail = rest.partition(" ")
    districts = DISTRICTS[vocabulary.DIVISION_NAMES[name]]
    near = [each for each in districts if distance(head, each) <= 2 and len(head) >= 2]
    best = sorted(near, key=lambda each: distance(head, each))
    # A name that lost its first syllable is near to others than its own.
    cut = any(each.endswith(head) for each in districts)
    if cut or not best or head[-1] not in best[0][-1]:
        return text
    if len(best) > 1 and distance(head, best[0]) == distance(head, best[1]):
        return text
    return f"{text[: len(text) - len(rest)]}{best[0]} {tail}"


def end_of(text: str, size: int) -> int:
    """Return the index behind the first ``size`` characters that are no blanks, or the end.

    A name of which the end was lost has fewer than the name it was taken for.
    """
    index = seen = 0
    while seen < size and index < len(text):
        seen += not text[index].isspace()
        index += 1
    return index
