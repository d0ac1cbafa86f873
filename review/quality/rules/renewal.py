"""Rules for the period of the aptitude test (class 1) or renewal (class 2)."""

from __future__ import annotations

from collections.abc import Iterator

from review.quality import dates, renewal
from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, Words, words
from review.quality.renewal import Window
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "AptitudeTesDate"
_FARTHEST = 12 * 10 + 6  # months from issue to the start of the window


def _shown(period: dates.Period) -> Words:
    shown = f"{dates.format_card(period.start)} ~ {dates.format_card(period.end)}"
    return words(shown, shown)


def _repairs(card: Card) -> tuple[Suggestion, ...]:
    reason = words("제도에 맞고 한 글자만 다른 기간", "a legal window one character away")
    found = renewal.repairs(card.text[_FIELD], card.issued, card.born)
    return tuple(Suggestion(dates.format_period(period), reason) for period in found[:3])


@rule("renewal.format", Severity.ERROR, _FIELD)
def form(card: Card) -> Iterator[Draft]:
    """Two dates joined with ``~``; other joints and orders are proposed in that form.

    Source: the API's sample; documented for Birthday only [B].
    """
    value = card.text[_FIELD]
    if not value or card.period or shape_of(card, _FIELD):
        return
    reading = dates.read_period(value[:60])
    reason = words("두 날짜를 ~로 이음", "two dates joined with ~")
    joined = (Suggestion(dates.format_period(reading), reason),) if reading else ()
    yield Draft(
        _FIELD,
        words("두 날짜로 된 기간이 아닙니다.", "This is no period of two dates."),
        words(f"값 '{value[:40]}'", f"value '{value[:40]}'"),
        joined or _repairs(card),
    )


@rule("renewal.order", Severity.ERROR, _FIELD)
def order(card: Card) -> Iterator[Draft]:
    """A period starts before it ends: the dates are swapped, or a digit of one was misread.

    Source: the calendar [A].
    """
    if card.period and card.period.end < card.period.start:
        turned = dates.Period(card.period.end, card.period.start)
        reason = words("두 날짜를 바꿈", "the two dates swapped")
        swapped = (Suggestion(dates.format_period(turned), reason),)
        legal = renewal.window_of(turned) is not None
        yield Draft(
            _FIELD,
            words("끝이 시작보다 이릅니다.", "The end is before the start."),
            _shown(card.period),
            swapped if legal else (*_repairs(card), *swapped)[:3],
        )


@rule("renewal.window", Severity.WARNING, _FIELD)
def window(card: Card) -> Iterator[Draft]:
    """None of: six months (fixed before 2011-12-09), a calendar year, a year around the birthday.

    Source: notices of the authority [B]; Road Traffic Act, Art. 87(1) as of 2026 [A].
    """
    period = card.ordered
    if period and card.window is None:
        days = (period.end - period.start).days + 1
        yield Draft(
            _FIELD,
            words("기간의 길이가 어느 제도와도 맞지 않습니다.", "No rule gives such a window."),
            words(f"{days}일. 6개월 또는 1년이어야 함", f"{days} days; six months or a year"),
            _repairs(card),
        )


@rule("renewal.generation", Severity.WARNING, _FIELD, "DateOfIssue")
def generation(card: Card) -> Iterator[Draft]:
    """The window's form does not fit the issue date or its own year.

    Six months: fixed before 9 December 2011, so the last starts on 8 December 2020 and no card
    after June 2021 shows one. Calendar years came on that day, birthday windows in 2026.

    Source: notices of the road traffic authority on the change of 2011 [B].
    """
    period, kind = card.ordered, card.window
    if not period or not kind:
        return
    last = renewal.LAST_SIX_MONTHS
    too_late = kind is Window.SIX_MONTHS and period.start > last.start
    if card.issued:
        too_late |= kind is Window.SIX_MONTHS and card.issued > last.end
        too_late |= kind is Window.CALENDAR_YEAR and card.issued < renewal.CALENDAR_FROM
        too_late |= kind is Window.BIRTHDAY and card.issued < renewal.BIRTHDAY_FROM
    if too_late:
        issued = dates.format_card(card.issued) if card.issued else "-"
        yield Draft(
            _FIELD,
            words("기간의 방식이 발급일과 맞지 않습니다.", "The window is of another time."),
            words(f"방식 {_KO[kind]}, 발급 {issued}", f"window {kind.value}, issued {issued}"),
            also=("DateOfIssue",),
        )


_KO = {
    Window.SIX_MONTHS: "6개월",
    Window.CALENDAR_YEAR: "1월 1일-12월 31일",
    Window.BIRTHDAY: "생일 앞뒤 6개월",
}


@rule("renewal.birthday", Severity.WARNING, _FIELD, "Number", "Birthday")
def birthday(card: Card) -> Iterator[Draft]:
    """From 2026: six months before (plus a day) to six months after the birthday.

    Source: Road Traffic Act, Art. 87(1) [A]; the authority's example, to the day [B].
    """
    period = card.ordered
    if not period or not card.born or card.window is not Window.BIRTHDAY:
        return
    if renewal.fits_birthday(period, card.born):
        return
    expected = renewal.nearest_birthday_window(period, card.born)
    reason = words("생일에서 계산한 기간", "computed from the birthday")
    yield Draft(
        _FIELD,
        words("기간의 가운데가 생일이 아닙니다.", "The window's middle is not the birthday."),
        words(
            f"생일 {card.born.month}월 {card.born.day}일이면 {_shown(expected)['ko']}",
            f"birthday {card.born.month:02d}.{card.born.day:02d} gives {_shown(expected)['en']}",
        ),
        (Suggestion(dates.format_period(expected), reason),),
        also=(card.born_from,),
    )


@rule("renewal.before_issue", Severity.ERROR, _FIELD, "DateOfIssue")
def before_issue(card: Card) -> Iterator[Draft]:
    """A card is not printed with a period that is over.

    Source: Road Traffic Act, Art. 87(1) [A].
    """
    if card.period and card.issued and card.period.end < card.issued:
        end, issued = dates.format_card(card.period.end), dates.format_card(card.issued)
        yield Draft(
            _FIELD,
            words("발급일보다 먼저 끝납니다.", "It ends before the issue date."),
            words(f"끝 {end}, 발급 {issued}", f"ends {end}, issued {issued}"),
            also=("DateOfIssue",),
        )


@rule("renewal.too_far", Severity.WARNING, _FIELD, "DateOfIssue")
def too_far(card: Card) -> Iterator[Draft]:
    """The longest cycle is ten years, and a birthday window may start six months after that.

    Source: Road Traffic Act, Art. 87(1) [A].
    """
    if not card.period or not card.issued:
        return
    farthest = dates.add_months(card.issued, _FARTHEST)
    if card.period.start > farthest:
        years = dates.age(card.issued, card.period.start)
        yield Draft(
            _FIELD,
            words("발급일에서 너무 멉니다.", "Too far from the issue date."),
            words(f"발급 {years}년 뒤 시작", f"starts {years} years after the issue"),
            also=("DateOfIssue",),
        )


@rule("renewal.cycle_age", Severity.INFO, _FIELD, "DateOfIssue", "Number", "Birthday")
def cycle_age(card: Card) -> Iterator[Draft]:
    """From 65 the cycle is five years, from 75 three (since 2019); a replaced card keeps its own.

    One year is allowed for windows that open late in their year.

    Source: Road Traffic Act, Art. 87(1) [A]; its earlier wording [B].
    """
    period = card.ordered
    if not period or not card.issued or not card.born or card.issued < renewal.CALENDAR_FROM:
        return
    age = dates.age(card.born, card.issued)
    cycle = renewal.cycle_years(card.issued, age, class_one=True)
    if cycle < 10 and period.start > dates.add_months(card.issued, 12 * (cycle + 1)):
        yield Draft(
            _FIELD,
            words("나이에 비해 기간이 멉니다.", "A long period for this age."),
            words(
                f"발급일에 {age}세, 주기 {cycle}년",
                f"{age} years at the issue date, cycle of {cycle} years",
            ),
            also=("DateOfIssue", card.born_from),
        )


@rule("renewal.over", Severity.WARNING, _FIELD)
def over(card: Card) -> Iterator[Draft]:
    """The period is past: renewal overdue, or a newer card exists.

    A calendar-year window of 2026 or later runs on to the end of the birthday window (transition).

    Source: Road Traffic Act, Art. 87(1) [A]; the transition of 2026 [B].
    """
    period = card.ordered
    if period and renewal.deadline(period, card.born) < card.today:
        yield Draft(
            _FIELD,
            words("갱신 기간이 지났습니다.", "The renewal period is over."),
            words(
                f"{dates.format_card(period.end)}에 끝남", f"ended {dates.format_card(period.end)}"
            ),
        )


@rule("renewal.due", Severity.INFO, _FIELD)
def due(card: Card) -> Iterator[Draft]:
    """Today lies in the window, the transition of 2026 included.

    Source: Road Traffic Act, Art. 87(1) [A]; the transition of 2026 [B].
    """
    period = card.ordered
    if period and period.start <= card.today <= renewal.deadline(period, card.born):
        last = renewal.deadline(period, card.born)
        yield Draft(
            _FIELD,
            words("지금이 갱신 기간입니다.", "The renewal period is running."),
            words(f"{dates.format_card(last)}까지", f"until {dates.format_card(last)}"),
        )


RULES = (
    form, order, window, generation, birthday, before_issue, too_far, cycle_age, over, due,
)  # fmt: skip
