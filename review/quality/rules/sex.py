"""Rules for the sex: it follows from the 7th digit of the resident number."""

from __future__ import annotations

from collections.abc import Iterator

from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.rule import rule
from review.quality.rules.resident_number import seventh_digit

_FIELD = "Sex"


def _from_number(card: Card) -> tuple[Suggestion, ...]:
    if not card.resident or not card.resident.sex:
        return ()
    reason = words("주민등록번호 7번째 숫자", "the 7th digit of the resident number")
    return (Suggestion(card.resident.sex, reason),)


@rule("sex.unknown_value", Severity.INFO, _FIELD)
def unknown_value(card: Card) -> Iterator[Draft]:
    """Engines return 남/여, 男/女, M/F, nothing or 未知.

    Source: documentation of both editions of the API [A].
    """
    if card.sex is None:
        value = card.text[_FIELD][:10]
        yield Draft(
            _FIELD,
            words("알 수 없는 성별 값입니다.", "This is no value for the sex."),
            words(f"값 '{value}'", f"value '{value}'"),
            _from_number(card),
        )


@rule("sex.missing_derivable", Severity.INFO, _FIELD, "Number")
def missing_derivable(card: Card) -> Iterator[Draft]:
    """Empty or 未知 although the 7th digit tells: odd male, even female.

    Source: the scheme of the 7th digit [A].
    """
    if card.sex == "" and card.resident and card.resident.sex:
        yield Draft(
            _FIELD,
            words("주민등록번호에서 채울 수 있습니다.", "The resident number gives it."),
            seventh_digit(card.resident),
            _from_number(card),
            also=("Number",),
        )


@rule("sex.vs_rrn", Severity.ERROR, _FIELD, "Number")
def versus_number(card: Card) -> Iterator[Draft]:
    """The sex contradicts the 7th digit; that is proposed only if the check digit holds.

    Source: the scheme of the 7th digit [A].
    """
    number = card.resident
    if not number or not card.sex or not number.sex or card.sex == number.sex:
        return
    yield Draft(
        _FIELD,
        words("주민등록번호와 다릅니다.", "This differs from the resident number."),
        seventh_digit(number),
        _from_number(card) if number.checksum else (),
        also=("Number",),
    )


RULES = (unknown_value, missing_derivable, versus_number)
