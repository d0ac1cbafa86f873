"""The license classes: a closed vocabulary with its spellings and minimum ages.

Ages: Road Traffic Act (도로교통법), Art. 82(1) no. 1 and 6. Codes: the road traffic authority's
verification interface for car rental. The exact print of the special classes is not confirmed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from review.quality import hangul


@dataclass(frozen=True, slots=True)
class LicenseClass:
    """One class: normal form, the verification service's code ("" without one), minimum age."""

    name: str
    code: str
    minimum_age: int
    spellings: tuple[str, ...] = ()
    old_spellings: tuple[str, ...] = ()
    learner: bool = False


def _special(*names: str) -> tuple[str, ...]:
    forms = ("1종특수({})", "1종특수{}", "특수({})", "1종{}", "{}")
    return tuple(form.format(name) for name in names for form in forms)


def _learner(kind: str) -> tuple[str, ...]:
    return (f"{kind}연습", f"{kind}연습면허", f"{kind}(연습)", f"연습{kind}", f"연습면허({kind})")


# In the order in which the card prints them: class 1, special, class 2.
CLASSES = (
    LicenseClass("1종대형", "11", 19),
    LicenseClass("1종보통", "12", 18),
    LicenseClass("1종소형", "13", 18),
    LicenseClass("1종특수", "", 19),
    LicenseClass(
        "1종특수(대형견인차)", "14", 19, _special("대형견인차", "대형견인"), _special("트레일러")
    ),
    LicenseClass(
        "1종특수(구난차)", "15", 19, _special("구난차", "구난"), _special("레커", "렉카", "레카")
    ),
    LicenseClass("1종특수(소형견인차)", "16", 19, _special("소형견인차", "소형견인")),
    LicenseClass("2종보통", "32", 18),
    LicenseClass("2종소형", "33", 18),
    LicenseClass(
        "2종원동기장치자전거", "38", 16, ("원동기장치자전거", "2종원동기", "원동기", "2종원자")
    ),
    LicenseClass("연습면허1종보통", "", 18, _learner("1종보통"), learner=True),
    LicenseClass("연습면허2종보통", "", 18, _learner("2종보통"), learner=True),
    LicenseClass("연습면허", "", 18, learner=True),
)
# What a card of this kind can show; learner's permits are another paper.
VOCABULARY = tuple(entry.name for entry in CLASSES if not entry.learner)
MOPED = "2종원동기장치자전거"
_ORDER = {entry.name: place for place, entry in enumerate(CLASSES)}
_SPELLED = {
    spelling: entry
    for entry in CLASSES
    for spelling in (*entry.old_spellings, *entry.spellings, entry.name)
}
_OLD = frozenset(spelling for entry in CLASSES for spelling in entry.old_spellings)
_TOKEN = re.compile("|".join(map(re.escape, sorted(_SPELLED, key=len, reverse=True))))
_SEPARATORS = re.compile(r"[\s,/·.]+")
_ORDINAL = re.compile(r"제\s?(?=[12]\s?종)")
_LETTER_FOR_DIGIT = re.compile(r"(?<![0-9가-힣])[Il|Zz](?=\s?종)")
_AUTOMATIC = re.compile(r"\(?(?:자동|오토)\)?")
_LONGEST = 80  # three class lines at their longest


@dataclass(frozen=True, slots=True)
class Reading:
    """What a value of ``Type`` says: its spellings in order, empty where it is no class at all."""

    text: str
    spellings: tuple[str, ...]

    @property
    def classes(self) -> tuple[LicenseClass, ...]:
        """The classes, as often and in the order in which they stand."""
        return tuple(_SPELLED[spelling] for spelling in self.spellings)

    @property
    def names(self) -> tuple[str, ...]:
        """The normal forms."""
        return tuple(entry.name for entry in self.classes)

    @property
    def old(self) -> bool:
        """Whether a former name is used."""
        return any(spelling in _OLD for spelling in self.spellings)

    @property
    def normal(self) -> str:
        """The value in normal form, order and repetitions kept."""
        return " ".join(self.names)

    @property
    def tidy(self) -> str:
        """The value in normal form, sorted as on the card, each class once."""
        return " ".join(sorted(set(self.names), key=_ORDER.__getitem__))

    @property
    def spaced_inside(self) -> bool:
        """Whether blanks stand inside a class or 제 before it."""
        pieces = (_tokens(piece) for piece in _SEPARATORS.split(self.text))
        return bool(_ORDINAL.search(self.text)) or not all(pieces)

    @property
    def separated(self) -> bool:
        """Whether several classes are parted by single blanks only."""
        return self.text == " ".join(self.spellings)


def _tokens(compact: str) -> tuple[str, ...]:
    spellings = tuple(_TOKEN.findall(compact))
    return spellings if sum(map(len, spellings)) == len(compact) else ()


@lru_cache(maxsize=1024)
def parse(text: str) -> Reading:
    """Read a normalized value: blanks, separators and a leading 제 do not matter."""
    if len(text) > _LONGEST:
        return Reading(text, ())
    return Reading(text, _tokens(_SEPARATORS.sub("", _ORDINAL.sub("", text))))


@lru_cache(maxsize=1024)
def corrections(text: str) -> tuple[str, ...]:
    """Return what an unknown value most likely was, in normal form; empty if that is open.

    Letters read for a digit and a leaked condition (자동 is none of the classes) are undone first;
    then each line is replaced by the entry within one syllable, ranked by changed letters. Where
    two entries are equally near (``3종보통``), nothing is proposed.
    """
    if len(text) > _LONGEST:
        return ()
    plain = _LETTER_FOR_DIGIT.sub(lambda found: "2" if found[0] in "Zz" else "1", text)
    plain = _AUTOMATIC.sub("", _ORDINAL.sub("", plain)).strip()
    if known := parse(plain).normal:
        return (known,)
    ranked = [_near(line) for line in _lines(plain)]
    if not ranked or not all(ranked):
        return ()
    if len(ranked) == 1:
        return tuple(ranked[0][:3])
    return (" ".join(line[0] for line in ranked),)


def _lines(text: str) -> list[str]:
    compact = _SEPARATORS.sub("", text)
    return [line for line in re.split(r"(?=[12][가-힣][가-힣])", compact) if line]


def _near(line: str) -> list[str]:
    """Return normal forms near one line, the nearest first; empty where two are equally near."""
    if line in _SPELLED:
        return [_SPELLED[line].name]
    best: dict[str, int] = {}
    for spelling, entry in _SPELLED.items():
        letters = _letters(line, spelling)
        if letters is not None and not entry.learner:
            best[entry.name] = min(letters, best.get(entry.name, letters))
    ranked = sorted(best, key=lambda name: (best[name], _ORDER[name]))
    tied = len(ranked) > 1 and best[ranked[0]] == best[ranked[1]]
    return [] if tied else ranked


def _letters(line: str, spelling: str) -> int | None:
    """Return the changed letters if the spelling is near: one syllable, or two by a letter each."""
    if len(spelling) < 3 or abs(len(line) - len(spelling)) > 1:
        return None
    if hangul.within_one(line, spelling):
        return hangul.jamo_distance(line, spelling)
    if len(line) == len(spelling) and line[0] == spelling[0]:
        letters = hangul.jamo_distance(line, spelling)
        return letters if letters <= 2 else None
    return None
