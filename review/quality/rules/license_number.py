"""Rules for the license number. There is deliberately none for its check digit.

Published code claims a formula for it; none could be confirmed, so no number is doubted or
corrected because of one.
"""

from __future__ import annotations

from collections.abc import Iterator

from review.quality import dates, hangul
from review.quality import license_number as numbers
from review.quality.card import Card, DuplicateKind
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.license_class import MOPED
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "LicenseNumber"


@rule("license_number.format", Severity.ERROR, _FIELD)
def form(card: Card) -> Iterator[Draft]:
    """Neither ``RR-YY-SSSSSS-CN`` nor a region's name with ten digits.

    Source: forms of telecoms and rental services, a vendor's leak-prevention rule [B].
    """
    value = card.text[_FIELD]
    if not value or card.license or numbers.without_letters(value) or shape_of(card, _FIELD):
        return
    digits = sum(sign.isdigit() for sign in value)
    grouped = numbers.regroup(value)
    reason = words("자리 수대로 다시 묶음", "regrouped by the count of digits")
    yield Draft(
        _FIELD,
        words("면허번호의 형식이 아닙니다.", "This is not the form of a license number."),
        words(
            f"숫자 {digits}개. 12개, 또는 지역 이름과 10개여야 함",
            f"{digits} digits; 12, or a region's name and 10, are needed",
        ),
        (Suggestion(grouped, reason),) if grouped else (),
    )


@rule("license_number.letter_in_digits", Severity.WARNING, _FIELD)
def letter_in_digits(card: Card) -> Iterator[Draft]:
    """O, I, l, S, B or Z in a group of digits are misread digits: the number has no letters.

    Source: the same forms, which take digits only [B].
    """
    if card.license or not (plain := numbers.without_letters(card.text[_FIELD])):
        return
    letters = " ".join(sorted(set(card.text[_FIELD]) - set(plain)))
    reason = words("닮은 글자를 숫자로", "look-alike letters read as digits")
    yield Draft(
        _FIELD,
        words("숫자 자리에 글자가 있습니다.", "A letter stands among the digits."),
        words(f"글자: {letters}", f"letters: {letters}"),
        (Suggestion(plain, reason),),
    )


@rule("license_number.region_code", Severity.ERROR, _FIELD)
def region_code(card: Card) -> Iterator[Draft]:
    """The first pair is a region of the police: 11-26 or 28.

    29 (Sejong) is named by one source only: a warning.

    Source: the same forms; they are not the administrative codes [B]; 29 [C].
    """
    code = card.license.code if card.license else ""
    if code and code not in numbers.REGIONS:
        unconfirmed = code == numbers.UNCONFIRMED
        yield Draft(
            _FIELD,
            words("없는 지역 번호입니다.", "There is no such region code."),
            words(f"지역 번호 {code}. 11-26, 28만 쓰임", f"code {code}; 11-26 and 28 are in use"),
            severity=Severity.WARNING if unconfirmed else None,
        )


@rule("license_number.region_name", Severity.ERROR, _FIELD)
def region_name(card: Card) -> Iterator[Draft]:
    """The name before the digits is one of the regions.

    Source: cards printed before mid-2014 [B].
    """
    number = card.license
    if not number or not number.name or number.name in numbers.CODES:
        return
    near = hangul.nearest(number.name, numbers.CODES)[:3]
    reason = words("가장 가까운 지역 이름", "the nearest region's name")
    yield Draft(
        _FIELD,
        words("없는 지역 이름입니다.", "There is no such region."),
        words(f"지역 이름 '{number.name}'", f"region '{number.name}'"),
        tuple(Suggestion(str(number._replace(name=name)), reason) for name in near),
    )


@rule("license_number.region_style", Severity.INFO, _FIELD, "DateOfIssue")
def region_style(card: Card) -> Iterator[Draft]:
    """Digits replaced region names on cards printed from mid-2014.

    Source: press releases of the road traffic authority, June and July 2014 [B].
    """
    if not card.license or not card.issued:
        return
    named = bool(card.license.name)
    if named and card.issued > numbers.NAMES_UNTIL:
        said = words("2014년 7월 뒤의 카드에 지역 이름이 있습니다.", "A name after July 2014.")
    elif not named and card.issued < numbers.DIGITS_FROM:
        said = words("2014년 6월 전의 카드에 지역 번호가 있습니다.", "A code before June 2014.")
    else:
        return
    issued = dates.format_card(card.issued)
    yield Draft(_FIELD, said, words(f"발급일 {issued}", f"issued {issued}"), also=("DateOfIssue",))


@rule("license_number.year_future", Severity.ERROR, _FIELD, "DateOfIssue")
def year_future(card: Card) -> Iterator[Draft]:
    """The year of the first issue is at most the issue year and after the birth year.

    Source: structure of the number, library documentation [B].
    """
    if not card.license or not card.issued:
        return
    year = numbers.first_year(card.license.year, card.issued.year)
    earliest = card.born.year if card.born else 1960
    if year <= earliest:
        yield Draft(
            _FIELD,
            words(
                "면허번호의 연도가 발급일보다 늦습니다.",
                "The number's year is later than the issue date.",
            ),
            words(
                f"연도 {card.license.year}, 발급 {card.issued.year}년. {year}년은 너무 이름",
                f"year {card.license.year}, issued {card.issued.year}; {year} is too early",
            ),
            also=("DateOfIssue",),
        )


@rule("license_number.year_age", Severity.ERROR, _FIELD, "Number", "Birthday")
def year_age(card: Card) -> Iterator[Draft]:
    """Nobody is licensed below 16 (moped), hardly anybody below 18 (others) or above 80.

    Ages by calendar years; silent where year_future speaks.

    Source: Road Traffic Act, Art. 82(1) no. 1 [A]; the upper bound [C].
    """
    if not card.license or not card.issued or not card.born:
        return
    year = numbers.first_year(card.license.year, card.issued.year)
    age = year - card.born.year
    if age <= 0 or (18 <= age <= 80) or (age >= 16 and set(card.classes.names) == {MOPED}):
        return
    yield Draft(
        _FIELD,
        words("첫 발급 때의 나이가 맞지 않습니다.", "The age at the first issue does not fit."),
        words(
            f"첫 발급 {year}년 - 출생 {card.born.year}년 = {age}세",
            f"first issue {year} - born {card.born.year} = {age} years",
        ),
        also=(card.born_from,),
        severity=Severity.ERROR if age < 16 else Severity.WARNING,
    )


@rule("license_number.serial", Severity.WARNING, _FIELD)
def serial(card: Card) -> Iterator[Draft]:
    """A serial of one repeated digit is a placeholder or a misreading.

    Source: structure of the number [C].
    """
    if card.license and len(set(card.license.serial)) == 1:
        yield Draft(
            _FIELD,
            words("일련번호가 같은 숫자뿐입니다.", "The serial is one digit repeated."),
            words("6자리 모두 같음", "all six digits are equal"),
        )


@rule("license_number.counter", Severity.INFO, _FIELD, "DateOfIssue")
def counter(card: Card) -> Iterator[Draft]:
    """The issue counter is 0 at first and rises with each replacement.

    Source: structure of the number [B]; whether a renewal counts [C].
    """
    number = card.license
    if not number or number.counter == "0":
        return
    first = card.issued and number.year == f"{card.issued.year % 100:02d}"
    if first or number.counter == "9":
        yield Draft(
            _FIELD,
            words("재발급 횟수가 드문 값입니다.", "The issue counter is unusual."),
            words(
                f"횟수 {number.counter}" + (", 첫 발급 연도와 같은 해" if first else ""),
                f"counter {number.counter}" + (", in the year of first issue" if first else ""),
            ),
        )


@rule("license_number.duplicate", Severity.WARNING, _FIELD)
def duplicate(card: Card) -> Iterator[Draft]:
    """A number belongs to one person for life.

    Source: the number stays the same for life and is unique [B].
    """
    for other in card.context.duplicates:
        if other.kind is DuplicateKind.OTHER_PERSON:
            yield Draft(
                _FIELD,
                words("다른 사람의 기록에 같은 면허번호가 있습니다.", "Another person has it."),
                words(f"기록 {other.record}", f"record {other.record}"),
                also=("Name", "Number"),
            )


RULES = (
    form, letter_in_digits, region_code, region_name, region_style, year_future, year_age,
    serial, counter, duplicate,
)  # fmt: skip
