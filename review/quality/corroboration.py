"""Why a field is trusted: another field, a second extraction or a blind entry supports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from review.license_fields import BY_NAME, NAMES
from review.quality import license_number, renewal
from review.quality.card import NOTHING_KNOWN, Card, Context
from review.quality.finding import Words, words
from review.quality.renewal import Window

SECOND, BLIND = "second", "blind"


def comparable(card: Card, name: str) -> object:
    """Return a field's value so that two spellings of one thing are equal; None if it is empty."""
    if name == "LicenseNumber" and card.license:
        code = card.license.code or license_number.CODES.get(card.license.name, "")
        return card.license._replace(code=code, name="" if code else card.license.name)
    parsed = {
        "Number": card.resident and str(card.resident),
        "Birthday": card.birthday,
        "DateOfIssue": card.issued,
        "AptitudeTesDate": card.period,
        "Type": card.classes.names,
        "Sex": card.sex,
    }
    return parsed.get(name) or card.text[name] or None


def corroboration(
    response: Mapping[str, Any], today: date, context: Context | None = None
) -> dict[str, list[Words]]:
    """Return for each supported field the reasons: ``by`` (field, "second", "blind"), ko, en."""
    context = context or NOTHING_KNOWN
    card = Card(response, today, context)
    reasons: dict[str, list[Words]] = {}
    for name, by, said in (*_by_fields(card), *_by_others(card)):
        reasons.setdefault(name, []).append({"by": by, **said})
    return reasons


def _by_fields(card: Card) -> Iterator[tuple[str, str, Words]]:
    number = card.resident
    if number and card.birthday and number.born == card.birthday:
        yield "Birthday", "Number", _equals("Number")
        if number.checksum:
            said = words("같은 날이고 검증 숫자가 맞음", "same day, and the check digit holds")
            yield "Number", "Birthday", said
    if number and card.sex and number.sex == card.sex:
        yield "Sex", "Number", _equals("Number")
    yield from _by_period(card)


def _by_period(card: Card) -> Iterator[tuple[str, str, Words]]:
    """A window is where its rule puts it, counted from the issue date (Art. 87(1))."""
    period, kind, issued, born = card.ordered, card.window, card.issued, card.born
    if not period or not issued or not born or not kind:
        return
    if renewal.first_window(issued, born, _class_one(card)) == period:
        said = words("발급일에서 센 기간과 같음", "the window counted from the issue date")
        yield "AptitudeTesDate", "DateOfIssue", said
        if kind is Window.SIX_MONTHS:
            yield "DateOfIssue", "AptitudeTesDate", said
    number = card.resident
    proven = number is not None and number.checksum
    if kind is Window.BIRTHDAY and proven and renewal.fits_birthday(period, born):
        said = words(
            "기간의 가운데가 생일이고 검증 숫자가 맞음",
            "the window's middle is the birthday, and the check digit holds",
        )
        yield "Number", "AptitudeTesDate", said


def _class_one(card: Card) -> bool:
    return any(name.startswith("1종") for name in card.classes.names)


def _by_others(card: Card) -> Iterator[tuple[str, str, Words]]:
    context = card.context
    for by, other, said in (
        (SECOND, context.second, words("두 번째 인식과 같음", "a second extraction agrees")),
        (BLIND, context.blind, words("블라인드 재입력과 같음", "a blind entry agrees")),
    ):
        if other:
            twin = Card(other, card.today, NOTHING_KNOWN)
            for name in NAMES:
                value = comparable(card, name)
                if value is not None and value == comparable(twin, name):
                    yield name, by, said


def _equals(name: str) -> Words:
    return words(f"{BY_NAME[name].ko}와 같음", f"agrees with {BY_NAME[name].en}")
