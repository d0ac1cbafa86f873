"""Rules for any field: missing, dirty, foreign, labelled or swapped text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from review.license_fields import BY_NAME, NAMES, REQUIRED
from review.quality import divisions, text
from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.rule import rule

_WANTED = ("Birthday", "ID", "Address", "AptitudeTesDate")
_JAMO_FIELDS = ("Name", "Type", "Address", "LicenseNumber")
_SHAPES = {
    "LicenseNumber": re.compile(r"(?:[0-9]{2}-|[가-힣]{2,4} ?)[0-9]{2}-[0-9]{6}-[0-9]{2}"),
    "Number": re.compile(r"[0-9]{2}[01][0-9][0-3][0-9]-?[0-9]{7}"),
    "ID": re.compile(r"(?=.*[A-Z])(?=.*[0-9])[A-Z0-9]{6}"),
    "DateOfIssue": re.compile(r"[0-3][0-9]/[01][0-9]/[0-9]{4}"),
    "AptitudeTesDate": re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}~[0-9]{2}/[0-9]{2}/[0-9]{4}"),
}
_DATES = frozenset({"DateOfIssue", "AptitudeTesDate"})
_WORDS = frozenset({"Type", "Name", "Address"})
_CLASS = re.compile(r"(?:제 ?)?[12] ?종")
_ADDRESS = 8  # characters of the shortest address
_SWAPPABLE = (*_SHAPES, "Birthday", "Type", "Name", "Address")


@rule("text.missing", Severity.ERROR, *REQUIRED, *_WANTED)
def missing(card: Card) -> Iterator[Draft]:
    """Empty or only blanks: every one of these fields stands on the card or follows from it.

    Source: the layout of the card and the wire contract [A].
    """
    for name in (*REQUIRED, *_WANTED):
        if not card.text[name] and not _follows(card, name):
            label = BY_NAME[name]
            yield Draft(
                name,
                words(f"{label.ko} 값이 비어 있습니다.", f"{label.en} is empty."),
                words("값 없음", "no value"),
                tuple(_from_elsewhere(card, name)),
                severity=None if name in REQUIRED else Severity.WARNING,
            )


def _follows(card: Card, name: str) -> bool:
    """Return whether an empty field follows from the resident number: no doubt, only a note."""
    return name == "Birthday" and bool(card.resident and card.resident.born)


def _from_elsewhere(card: Card, name: str) -> Iterator[Suggestion]:
    for other in _SWAPPABLE:
        if other != name and shape_of(card, other) == name:
            reason = words(
                f"{BY_NAME[other].ko} 칸에 이 형식의 값이 있음",
                f"the field {BY_NAME[other].en} holds a value of this form",
            )
            yield Suggestion(card.text[other], reason)


@rule("text.control", Severity.ERROR, *NAMES)
def control(card: Card) -> Iterator[Draft]:
    """Control or zero-width characters and U+FFFD cannot be printed on a card.

    Source: Unicode general categories Cc, Cf and Cs [A].
    """
    for name, raw in card.raw.items():
        if raw != card.text[name] and text.CONTROL.search(raw):
            codes = sorted({f"U+{ord(sign):04X}" for sign in text.CONTROL.findall(raw)})[:5]
            reason = words("보이지 않는 문자 제거", "invisible characters removed")
            yield Draft(
                name,
                words("보이지 않는 문자가 섞여 있습니다.", "Invisible characters are mixed in."),
                words(", ".join(codes), ", ".join(codes)),
                _unless_empty(text.clean(raw), reason),
            )


@rule("text.unnormalised", Severity.INFO, *NAMES)
def unnormalised(card: Card) -> Iterator[Draft]:
    """Not NFC, full-width digits or Latin letters, double or outer blanks, dashes of other kinds.

    Source: Unicode UAX #15; the API's sample uses plain digits [A].
    """
    for name, raw in card.raw.items():
        if raw == card.text[name]:
            continue
        cleaned = text.clean(raw)
        plain = text.unify(name, cleaned)
        if plain and plain != cleaned:
            reason = words("전각 문자, 빈칸, 줄표 정리", "plain letters, blanks and dashes")
            yield Draft(
                name,
                words(
                    "전각 문자, 남는 빈칸, 다른 줄표가 있습니다.",
                    "Full-width letters, extra blanks or other dashes.",
                ),
                words(
                    f"{len(cleaned)}자 → {len(plain)}자",
                    f"{len(cleaned)} → {len(plain)} characters",
                ),
                (Suggestion(plain, reason),),
            )


@rule("text.loose_jamo", Severity.WARNING, *_JAMO_FIELDS)
def loose_jamo(card: Card) -> Iterator[Draft]:
    """Single consonants or vowels outside a syllable are broken readings of one.

    Source: Unicode Hangul syllables; no card prints single jamo [B].
    """
    for name in _JAMO_FIELDS:
        if card.text[name].isascii():
            continue
        if loose := text.LOOSE_JAMO.findall(card.text[name]):
            shown = " ".join(loose[:5])
            yield Draft(
                name,
                words("낱자가 떨어져 있습니다.", "A letter stands outside its syllable."),
                words(f"낱자: {shown}", f"loose letters: {shown}"),
            )


@rule("text.foreign_script", Severity.WARNING, *NAMES)
def foreign_script(card: Card) -> Iterator[Draft]:
    """Ideographs, kana, Cyrillic: the front is printed in Hangul, Latin letters and digits.

    Sex is left to its own vocabulary, which knows 男 and 女.

    Source: prints of the card; the mainland sample's stray ideograph [B].
    """
    for name, raw in card.raw.items():
        if raw.isascii() or name == "Sex":
            continue
        if foreign := text.FOREIGN.findall(raw):
            shown = " ".join(foreign[:5])
            yield Draft(
                name,
                words("다른 문자 체계의 글자가 있습니다.", "Letters of a foreign script."),
                words(f"글자: {shown}", f"letters: {shown}"),
                _without_foreign(name, raw),
            )


def _without_foreign(name: str, raw: str) -> tuple[Suggestion, ...]:
    if name not in {"Address", "Type"}:
        return ()
    reason = words("카드에 없는 글자 제거", "letters that no card prints removed")
    return _unless_empty(text.drop_foreign(text.normalize(text.clean(raw))), reason)


@rule("text.label", Severity.WARNING, *NAMES)
def label(card: Card) -> Iterator[Draft]:
    """The value starts with a label that is printed on the card (주 소, 성명, 면허번호 ...).

    Source: labels printed on the card; the API's own sample leaks one [A].
    """
    for name, raw in card.raw.items():
        if raw == card.text[name] or raw.isascii():
            continue
        value = text.normalize(text.clean(raw))
        value = text.drop_foreign(value) if name in {"Address", "Type"} else value
        if length := text.label_length(name, value):
            printed = value[:length].strip()
            reason = words("인쇄된 항목 이름 제거", "the printed label cut")
            yield Draft(
                name,
                words("인쇄된 항목 이름이 값에 들어왔습니다.", "A printed label leaked in."),
                words(f"앞부분 '{printed}'", f"leading '{printed}'"),
                _unless_empty(value[length:].strip(), reason),
            )


def _unless_empty(value: str, reason: dict[str, str]) -> tuple[Suggestion, ...]:
    return (Suggestion(value, reason),) if value else ()


@rule("text.swapped", Severity.ERROR, *_SWAPPABLE)
def swapped(card: Card) -> Iterator[Draft]:
    """The value has the shape of another field.

    Source: the place and form of each field on the card [B].
    """
    for name in _SWAPPABLE:
        if other := shape_of(card, name):
            yield Draft(
                name,
                words(
                    f"{BY_NAME[other].ko}의 형식입니다. 값이 뒤바뀐 듯합니다.",
                    f"This has the form of {BY_NAME[other].en}: values changed places.",
                ),
                words(f"형식: {BY_NAME[other].ko}", f"form: {BY_NAME[other].en}"),
                _swap_back(card, name),
                also=(other,),
            )


def _swap_back(card: Card, name: str) -> tuple[Suggestion, ...]:
    reason = words("다른 칸에서 온 값", "the value that stands in the other field")
    return tuple(
        Suggestion(card.text[other], reason)
        for other in _SWAPPABLE
        if other != name and shape_of(card, other) == name
    )


def shape_of(card: Card, name: str) -> str:
    """Return the other field whose shape the value of ``name`` has, or ""."""
    value = card.text[name]
    if name in _WORDS:
        return _word_shape(card, name, value)
    own = "DateOfIssue" if name == "Birthday" else name
    if not value or len(value) > 30 or _SHAPES[own].fullmatch(value):
        return ""
    if own in _DATES and _SHAPES["DateOfIssue"].fullmatch(value):
        return ""
    return next((other for other, shape in _SHAPES.items() if shape.fullmatch(value)), "")


def _word_shape(card: Card, name: str, value: str) -> str:
    """Words have a weaker shape: a name is one where the field Name holds this field's shape."""
    shape = _of_words(value)
    if shape:
        return shape if shape != name else ""
    return "Name" if value and name != "Name" and _of_words(card.text["Name"]) == name else ""


def _of_words(value: str) -> str:
    if _CLASS.match(value):
        return "Type"
    for number in ("LicenseNumber", "Number"):
        if _SHAPES[number].fullmatch(value):
            return number
    return "Address" if len(value) >= _ADDRESS and divisions.leading(value) else ""


RULES = (missing, control, unnormalised, loose_jamo, foreign_script, label, swapped)
