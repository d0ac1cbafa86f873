"""Rules for the address: of the printing date, in road-name form or, on older cards, lot form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from review.quality import divisions
from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, Words, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "Address"
_SHORTEST = 8
_DISTRICT = re.compile(r"[가-힣][시군구](?=[\s,(]|$)")
_STREET = re.compile(r"[가-힣0-9](?:로|길|읍|면|동|리|가)(?=[\s0-9,()]|$)")
_NUMBER = re.compile(
    r"(?:(?<![0-9가-힣-])|(?<=[로길동리가읍면산]))[0-9]+(?:-[0-9]+)?(?:번지)?(?=[\s,(]|$)"
)
_GLUED = re.compile(r"(?<=[가-힣])(?<!(?<![가-힣])산)([0-9]+(?:-[0-9]+)?)(?=[\s,)]|$)")


def _draft(message: Words, evidence: Words, *suggestions: Suggestion) -> Draft:
    return Draft(_FIELD, message, evidence, suggestions)


@rule("address.division", Severity.WARNING, _FIELD)
def division(card: Card) -> Iterator[Draft]:
    """It begins with a first-level division, under a current, short or earlier name.

    Source: the acts that name the divisions [A]; the merger of 2026 [B].
    """
    address = card.text[_FIELD]
    if not address or divisions.leading(address) or shape_of(card, _FIELD):
        return
    first, _, rest = address.partition(" ")
    reason = words("가장 가까운 시·도 이름", "the nearest division")
    yield _draft(
        words("시·도 이름으로 시작하지 않습니다.", "It does not begin with a division."),
        words(f"첫 낱말 '{first[:20]}'", f"first word '{first[:20]}'"),
        *(
            Suggestion(f"{name} {rest}".strip(), reason)
            for name in divisions.nearest(first)
            if divisions.leading(f"{name} {rest}")
        ),
    )


@rule("address.old_division", Severity.INFO, _FIELD)
def old_division(card: Card) -> Iterator[Draft]:
    """An earlier name: right on a card of its time, today another one stands for it.

    Source: the acts that renamed them [A]; the merger of 2026 [B].
    """
    address = card.text[_FIELD]
    name = divisions.leading(address)
    today = divisions.current(name, card.today) if name else None
    if today:
        reason = words("지금의 이름", "today's name")
        yield _draft(
            words("시·도의 옛 이름입니다.", "This is an earlier name of the division."),
            words(f"{name}, 지금은 {today}", f"{name}, today {today}"),
            Suggestion(f"{today} {address[len(name) :].strip()}".strip(), reason),
        )


@rule("address.no_district", Severity.WARNING, _FIELD)
def no_district(card: Card) -> Iterator[Draft]:
    """A 시, 군 or 구 follows the division; Sejong has none. Older cards drop the suffixes.

    Source: forms of addresses, Road Name Address Act [B].
    """
    address = card.text[_FIELD]
    name = divisions.leading(address)
    if not address or name in divisions.WITHOUT_DISTRICTS:
        return
    if not _DISTRICT.search(address, len(name)):
        yield _draft(
            words("시·군·구가 없습니다.", "There is no city, county or district."),
            words("시·군·구로 끝나는 낱말 없음", "no word ends in 시, 군 or 구"),
        )


@rule("address.no_street", Severity.WARNING, _FIELD)
def no_street(card: Card) -> Iterator[Draft]:
    """A road (로, 길) or a place of the lot form (읍, 면, 동, 리, 가).

    Source: forms of addresses, Road Name Address Act [B].
    """
    address = card.text[_FIELD]
    if address and not _STREET.search(address, len(divisions.leading(address))):
        yield _draft(
            words("도로명이나 읍·면·동이 없습니다.", "There is neither a road nor a 읍/면/동."),
            words(
                "로, 길, 읍, 면, 동, 리, 가로 끝나는 낱말 없음",
                "no word ends in 로, 길, 읍, 면, 동, 리 or 가",
            ),
        )


@rule("address.no_number", Severity.WARNING, _FIELD)
def no_number(card: Card) -> Iterator[Draft]:
    """A building number (road form) or a lot number (lot form).

    Source: forms of addresses, Road Name Address Act [B].
    """
    address = card.text[_FIELD]
    if address and not _NUMBER.search(address):
        yield _draft(
            words("건물번호나 지번이 없습니다.", "There is no building or lot number."),
            words("홀로 선 숫자 없음", "no number stands by itself"),
        )


@rule("address.short", Severity.WARNING, _FIELD)
def short(card: Card) -> Iterator[Draft]:
    """Fewer than eight characters cannot hold a division, a district and a street.

    Source: the length of the shortest full address [C].
    """
    address = card.text[_FIELD]
    if address and len(address) < _SHORTEST:
        yield _draft(
            words("주소가 너무 짧습니다.", "The address is too short."),
            words(f"{len(address)}자", f"{len(address)} characters"),
        )


@rule("address.glued_digits", Severity.INFO, _FIELD)
def glued_digits(card: Card) -> Iterator[Draft]:
    """Digits glued to the end of a word: a missing blank or a stray number. 산12 is a lot.

    Source: the API's own sample [A].
    """
    address = card.text[_FIELD]
    if found := _GLUED.search(address):
        spaced = _GLUED.sub(r" \1", address)
        reason = words("숫자 앞에 빈칸", "a blank before the digits")
        yield _draft(
            words("숫자가 낱말에 붙어 있습니다.", "Digits are glued to a word."),
            words(f"숫자 {found[1][:10]}", f"digits {found[1][:10]}"),
            Suggestion(spaced, reason),
        )


RULES = (division, old_division, no_district, no_street, no_number, short, glued_digits)
