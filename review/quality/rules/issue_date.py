"""Rules for the issue date of this card."""

from __future__ import annotations

from collections.abc import Iterator

from review.quality import dates, license_number
from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "DateOfIssue"
_OLDEST = 1960
_LIFE = 12 * 11  # months; a cycle lasts at most ten years, then a newer card is printed


@rule("issue_date.format", Severity.ERROR, _FIELD)
def form(card: Card) -> Iterator[Draft]:
    """The API writes dd/mm/yyyy (the sample); a day the calendar lacks was misread.

    Source: the API's sample; documented for Birthday only [B].
    """
    value = card.text[_FIELD]
    if not value or card.issued or shape_of(card, _FIELD):
        return
    reading = dates.read(value)
    reason = words("일/월/년 순서로", "put in the order day/month/year")
    yield Draft(
        _FIELD,
        words("일/월/년 형식의 날짜가 아닙니다.", "This is no date of the form dd/mm/yyyy."),
        words(f"값 '{value[:30]}'", f"value '{value[:30]}'"),
        (Suggestion(dates.format_api(reading), reason),) if reading else (),
    )


@rule("issue_date.year", Severity.ERROR, _FIELD)
def year(card: Card) -> Iterator[Draft]:
    """No card of this kind before 1960, none after today.

    Source: the calendar [A]; the first year [C].
    """
    if card.issued and not (card.issued.year >= _OLDEST and card.issued <= card.today):
        yield Draft(
            _FIELD,
            words("발급일이 있을 수 없는 날입니다.", "The issue date is impossible."),
            words(
                f"발급 {dates.format_card(card.issued)}, 오늘 {dates.format_card(card.today)}",
                f"issued {dates.format_card(card.issued)}, today {dates.format_card(card.today)}",
            ),
        )


@rule("issue_date.before_16", Severity.ERROR, _FIELD, "Number", "Birthday")
def before_16(card: Card) -> Iterator[Draft]:
    """Nobody holds a license before the 16th birthday.

    Source: Road Traffic Act, Art. 82(1) no. 1 [A].
    """
    if not card.issued or not card.born:
        return
    age = dates.age(card.born, card.issued)
    if age < 16:
        yield Draft(
            _FIELD,
            words("발급일에 16세가 되지 않았습니다.", "Not yet 16 at the issue date."),
            words(f"발급일에 {age}세", f"{age} years at the issue date"),
            also=(card.born_from,),
        )


@rule("issue_date.before_number", Severity.ERROR, _FIELD, "LicenseNumber")
def before_number(card: Card) -> Iterator[Draft]:
    """The card cannot be older than the year of first issue in its license number.

    Source: structure of the license number [B].
    """
    if not card.issued or not card.license:
        return
    first = license_number.first_year(card.license.year, card.issued.year)
    if first <= (card.born.year if card.born else _OLDEST):
        yield Draft(
            _FIELD,
            words("면허번호의 연도보다 이릅니다.", "Earlier than the license number's year."),
            words(
                f"발급 {card.issued.year}년, 면허번호의 연도 {card.license.year}",
                f"issued {card.issued.year}, the number's year {card.license.year}",
            ),
            also=("LicenseNumber",),
        )


@rule("issue_date.stale", Severity.INFO, _FIELD)
def stale(card: Card) -> Iterator[Draft]:
    """More than 11 years old: the longest cycle is ten years, so a newer card exists.

    Source: Road Traffic Act, Art. 87(1) [A].
    """
    if card.issued and dates.add_months(card.issued, _LIFE) < card.today:
        years = dates.age(card.issued, card.today)
        yield Draft(
            _FIELD,
            words("11년이 넘은 카드입니다.", "The card is more than 11 years old."),
            words(f"{years}년 전 발급", f"issued {years} years ago"),
        )


RULES = (form, year, before_16, before_number, stale)
