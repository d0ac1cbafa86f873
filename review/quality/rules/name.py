"""Rules for the name: Hangul for citizens, Latin capitals as in the passport for foreigners."""

from __future__ import annotations

import re
from collections.abc import Iterator

from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, Words, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of
from review.quality.surnames import ONE_SYLLABLE, TWO_SYLLABLES

_FIELD = "Name"
_SIGN = re.compile(r"[^\w\s\-'.,()\[\]’]|[\d_]")
_EDGE = re.compile(rf"^(?:{_SIGN.pattern}|\s)+|(?:{_SIGN.pattern}|\s)+$")
_HANGUL, _LATIN = re.compile("[가-힣]"), re.compile("[A-Za-z\u00c0-\u024f]")
_CARD_WORDS = re.compile(
    r"운전|면허|자동차|보통|대형|특수|경찰청|대한민국|주민등록|적성검사|갱신"
    r"|\b(?:DRIVER|LICENSE|LICENCE|REPUBLIC)\b",
    re.IGNORECASE,
)


@rule("name.characters", Severity.ERROR, _FIELD)
def characters(card: Card) -> Iterator[Draft]:
    """A name has letters, blanks and ``- ' . ,`` and brackets; digits and signs are misread.

    Source: names in the family register and in passports [B].
    """
    name = card.text[_FIELD]
    if name.isalpha() or not (wrong := _SIGN.findall(name)) or shape_of(card, _FIELD):
        return
    shown = " ".join(sorted(set(wrong))[:5])
    cut = _EDGE.sub("", name)
    reason = words("가장자리의 글자 제거", "signs at the edge removed")
    fits = cut and not _SIGN.search(cut)
    yield Draft(
        _FIELD,
        words("이름에 쓰이지 않는 글자가 있습니다.", "Signs that no name has."),
        words(f"글자: {shown}", f"signs: {shown}"),
        (Suggestion(cut, reason),) if fits else (),
    )


@rule("name.length", Severity.WARNING, _FIELD)
def length(card: Card) -> Iterator[Draft]:
    """Hangul names have 2-4 syllables; 5-17 occur (names registered before 1993, foreigners).

    A Latin name of fewer than three letters was cut.

    Source: the register's limit of five letters a given name since 1993 [B].
    """
    name = card.text[_FIELD]
    syllables, letters = len(_HANGUL.findall(name)), len(_LATIN.findall(name))
    if syllables and not letters and not 2 <= syllables <= 4:
        long = 5 <= syllables <= 17
        yield Draft(
            _FIELD,
            words("이름의 길이가 드뭅니다.", "The name's length is unusual."),
            words(f"{syllables}글자", f"{syllables} syllables"),
            severity=Severity.INFO if long else None,
        )
    elif letters and not syllables and letters < 3:
        yield Draft(
            _FIELD,
            words("이름이 너무 짧습니다.", "The name is too short."),
            words(f"로마자 {letters}자", f"{letters} letters"),
        )


@rule("name.mixed", Severity.WARNING, _FIELD)
def mixed(card: Card) -> Iterator[Draft]:
    """A name is printed in one script.

    Source: prints of the card [B].
    """
    name = card.text[_FIELD]
    if not name.isascii() and _HANGUL.search(name) and (latin := _LATIN.findall(name)):
        shown = " ".join(latin[:5])
        yield Draft(
            _FIELD,
            words("한글과 로마자가 섞여 있습니다.", "Hangul and Latin letters are mixed."),
            words(f"로마자: {shown}", f"Latin letters: {shown}"),
        )


@rule("name.not_a_name", Severity.ERROR, _FIELD)
def not_a_name(card: Card) -> Iterator[Draft]:
    """A word that is printed on the card: 자동차운전면허, 보통, 경찰청장, 대한민국 ...

    Source: words printed on the card [A].
    """
    found = _CARD_WORDS.search(card.text[_FIELD])
    if found and not shape_of(card, _FIELD):
        yield Draft(
            _FIELD,
            words("이름이 아니라 카드에 인쇄된 말입니다.", "A printed word, not a name."),
            words(f"'{found[0]}'", f"'{found[0]}'"),
        )


@rule("name.case", Severity.INFO, _FIELD)
def case(card: Card) -> Iterator[Draft]:
    """Latin names stand in capitals as in the passport, surname first, so in two words or more.

    Source: prints of the card and of passports [C].
    """
    name = card.text[_FIELD]
    if not _LATIN.search(name) or _HANGUL.search(name):
        return
    if name != name.upper():
        reason = words("대문자로", "in capitals")
        yield _case_draft(
            words("소문자가 있습니다.", "There are small letters."),
            words("여권처럼 대문자여야 함", "capitals as in the passport"),
            (Suggestion(name.upper(), reason),),
        )
    elif " " not in name:
        yield _case_draft(
            words("로마자 이름이 한 낱말입니다.", "The Latin name is one word."),
            words("성과 이름 두 낱말이 보통", "surname and given name are usual"),
        )


def _case_draft(message: Words, evidence: Words, suggestions: tuple[Suggestion, ...] = ()) -> Draft:
    return Draft(_FIELD, message, evidence, suggestions)


@rule("name.surname", Severity.INFO, _FIELD)
def surname(card: Card) -> Iterator[Draft]:
    """The first syllable is no surname of the census; foreigners are not asked.

    Source: surnames of the census of 2015 [B].
    """
    name = card.text[_FIELD]
    if (card.resident and card.resident.foreigner) or not _HANGUL.match(name):
        return
    if name[0] not in ONE_SYLLABLE and name[:2] not in TWO_SYLLABLES:
        yield Draft(
            _FIELD,
            words("드문 성입니다.", "This is no known surname."),
            words(f"첫 글자 '{name[0]}'", f"first syllable '{name[0]}'"),
        )


RULES = (characters, length, mixed, not_a_name, case, surname)
