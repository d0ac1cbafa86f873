"""Plain text: what is removed or unified before any rule looks at a value."""

from __future__ import annotations

import re
import unicodedata

# Control, zero-width and direction characters, fillers, unpaired surrogates, U+FFFD.
# Tab and line ends are blanks, not dirt: class lines come with them.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
LOOSE_JAMO = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff\uffa1-\uffdc]")
# Letters and digits that are neither Latin nor Hangul.
FOREIGN = re.compile(
    "(?![0-9A-Za-zªº\u00c0-\u024f\u1e00-\u1eff\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e"
    "\ua960-\ua97f\ud7b0-\ud7ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uffa1-\uffdc])[^\\W_]"
)
_FOREIGN_RUN = re.compile(f"-?(?:{FOREIGN.pattern})+-?")
_PLAIN = re.compile("[\x21-\x7e가-힣]+(?: [\x21-\x7e가-힣]+)*")
_DASHES = re.compile(r" ?[-‐‑‒–—―−] ?")
_DASHED = frozenset({"LicenseNumber", "Number"})
_LABEL_END = r"[\s:;.·\-]*"


def _labels(*names: str) -> re.Pattern[str]:
    spaced = "|".join(r"\s?".join(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:(?:{spaced}){_LABEL_END})+")


LABELS = _labels(
    "주소", "성명", "면허번호", "운전면허번호", "주민등록번호", "외국인등록번호", "기간",
    "적성검사", "갱신", "조건", "종별", "면허종별", "면허종류", "발급일", "암호일련번호",
)  # fmt: skip
# A name may begin with 조건 or 기간 (조건희), so only its own label is cut from it.
NAME_LABELS = _labels("성명", "주소", "면허번호", "주민등록번호")


def clean(text: str) -> str:
    """Remove control characters."""
    return CONTROL.sub("", text)


def _narrow(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isascii() else character


def is_plain(text: str) -> bool:
    """Tell quickly that there is nothing to remove or unify."""
    return _PLAIN.fullmatch(text) is not None


def normalize(text: str) -> str:
    """Return NFC with plain Latin letters and digits and single blanks; blanks at no end."""
    if is_plain(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    narrow = unicodedata.normalize("NFC", "".join(map(_narrow, composed)))
    return " ".join(narrow.split())


def unify(field: str, text: str) -> str:
    """Return the normal form of a field's text: numbers have plain dashes without blanks."""
    plain = normalize(text)
    return _DASHES.sub("-", plain) if field in _DASHED else plain


def drop_foreign(text: str) -> str:
    """Remove letters of foreign scripts with the dash they hang on."""
    return " ".join(_FOREIGN_RUN.sub(" ", text).split())


def label_length(field: str, text: str) -> int:
    """Return how many leading characters are printed labels of the card."""
    found = (NAME_LABELS if field == "Name" else LABELS).match(text)
    return found.end() if found else 0
