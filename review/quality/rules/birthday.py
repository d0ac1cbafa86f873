"""Rules for the birth date, with the resident number as referee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from review.quality import dates
from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "Birthday"
_FROM_NUMBER = words("주민등록번호의 생년월일", "the resident number's birth date")
_REORDERED = words("일/월/년 순서로", "put in the order day/month/year")


def _numbered(card: Card) -> date | None:
    return card.resident.born if card.resident else None


@rule("birthday.format", Severity.ERROR, _FIELD, "Number")
def form(card: Card) -> Iterator[Draft]:
    """The API documents dd/mm/yyyy; a day the calendar lacks was misread.

    Source: wire contract: Birthday in the format of dd/mm/yyyy [A].
    """
    value = card.text[_FIELD]
    if not value or card.birthday or dates.swapped(value) or shape_of(card, _FIELD):
        return
    numbered, reading = _numbered(card), dates.read(value)
    proposals = []
    if numbered and numbered != reading:
        proposals.append(Suggestion(dates.format_api(numbered), _FROM_NUMBER))
    if reading:
        proposals.append(Suggestion(dates.format_api(reading), _REORDERED))
    yield Draft(
        _FIELD,
        words("일/월/년 형식의 날짜가 아닙니다.", "This is no date of the form dd/mm/yyyy."),
        words(f"값 '{value[:30]}'", f"value '{value[:30]}'"),
        tuple(proposals),
    )


@rule("birthday.month_first", Severity.WARNING, _FIELD, "Number")
def month_first(card: Card) -> Iterator[Draft]:
    """Day and month changed places: no other reading, or the resident number says so.

    Source: wire contract [A]; the number's first six digits [A].
    """
    value = card.text[_FIELD]
    turned, numbered = dates.swapped(value), _numbered(card)
    if not turned or (card.birthday and (card.birthday == turned or turned != numbered)):
        return
    evidence = (
        words("바꾸면 주민등록번호와 같음", "swapped, it equals the resident number")
        if turned == numbered
        else words("13월 이후는 없음", "no month after 12")
    )
    yield Draft(
        _FIELD,
        words("일과 월이 바뀐 듯합니다.", "Day and month seem to have changed places."),
        evidence,
        (Suggestion(dates.format_api(turned), _REORDERED),),
        also=("Number",) if turned == numbered else (),
    )


@rule("birthday.vs_rrn", Severity.ERROR, _FIELD, "Number")
def versus_number(card: Card) -> Iterator[Draft]:
    """The resident number begins with the birth date; digit 7 gives the century.

    Its date is proposed only if its check digit holds. Silent where only the century digit is
    wrong (9 or 0): rrn.century says that.

    Source: layout of the number by the Resident Registration Act [A].
    """
    numbered, birthday = _numbered(card), card.birthday
    if not numbered or not birthday or numbered == birthday or not card.resident:
        return
    if numbered.year < 1900 and numbered.replace(year=numbered.year + 100) == birthday:
        return
    holds = card.resident.checksum
    suggested = (Suggestion(dates.format_api(numbered), _FROM_NUMBER),) if holds else ()
    yield Draft(
        _FIELD,
        words("주민등록번호와 다릅니다.", "This differs from the resident number."),
        words(
            f"생년월일 {dates.format_card(birthday)}, 주민등록번호 {dates.format_card(numbered)}"
            f" (검증 숫자 {'맞음' if holds else '확인 안 됨'})",
            f"Birthday {dates.format_card(birthday)}, resident number "
            f"{dates.format_card(numbered)} (check digit {'holds' if holds else 'not proven'})",
        ),
        suggested,
        also=("Number",),
    )


@rule("birthday.missing_derivable", Severity.INFO, _FIELD, "Number")
def missing_derivable(card: Card) -> Iterator[Draft]:
    """The front prints no birth date; it follows from the resident number, masked or not.

    Source: layout of the number by the Resident Registration Act [A].
    """
    numbered = _numbered(card)
    if not card.text[_FIELD] and numbered:
        yield Draft(
            _FIELD,
            words("주민등록번호에서 채울 수 있습니다.", "The resident number gives it."),
            words(
                f"주민등록번호의 날짜 {dates.format_card(numbered)}",
                f"the number's date {dates.format_card(numbered)}",
            ),
            (Suggestion(dates.format_api(numbered), _FROM_NUMBER),),
            also=("Number",),
        )


@rule("birthday.age", Severity.ERROR, _FIELD)
def age(card: Card) -> Iterator[Draft]:
    """No license below 16; a holder above 100 is rare.

    Source: Road Traffic Act, Art. 82(1) no. 1 [A]; the upper bound [C].
    """
    if not card.birthday:
        return
    years = dates.age(card.birthday, card.today)
    if 16 <= years <= 100:
        return
    yield Draft(
        _FIELD,
        words("나이가 맞지 않습니다.", "The age does not fit."),
        words(f"오늘 {years}세", f"{years} years today"),
        severity=Severity.ERROR if years < 16 else Severity.WARNING,
    )


RULES = (form, month_first, versus_number, missing_derivable, age)
