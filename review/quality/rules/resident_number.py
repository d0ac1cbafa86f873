"""Rules for the resident registration number and the foreigner's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from review.quality import dates, license_number
from review.quality import resident_number as numbers
from review.quality.card import Card, DuplicateKind
from review.quality.finding import Draft, Severity, Suggestion, Words, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "Number"
_HANGUL, _LATIN = re.compile("[가-힣]"), re.compile("[A-Za-z]")


@rule("rrn.format", Severity.ERROR, _FIELD)
def form(card: Card) -> Iterator[Draft]:
    """Six digits, a dash, seven digits.

    Source: layout of the number by the Resident Registration Act [A].
    """
    value = card.text[_FIELD]
    if not value or card.resident or shape_of(card, _FIELD):
        return
    digits = re.sub(r"[^0-9]", "", value.translate(license_number.LOOKALIKES))
    plain = f"{digits[:6]}-{digits[6:]}" if len(digits) == 13 else ""
    reason = words("13자리를 6-7로 묶음", "13 digits grouped 6-7")
    yield Draft(
        _FIELD,
        words("주민등록번호의 형식이 아닙니다.", "This is not the form of a resident number."),
        words(f"숫자 {len(digits)}개. 13개여야 함", f"{len(digits)} digits; 13 are needed"),
        (Suggestion(plain, reason),) if plain else (),
    )


@rule("rrn.masked", Severity.INFO, _FIELD)
def masked(card: Card) -> Iterator[Draft]:
    """A covered tail leaves no check digit.

    Source: Personal Information Protection Act, Art. 24-2 [B].
    """
    if card.resident and card.resident.masked:
        seen = len(card.resident.digits)
        yield Draft(
            _FIELD,
            words("뒷자리가 가려져 있습니다.", "The tail is masked."),
            words(f"보이는 숫자 {seen}개", f"{seen} digits are visible"),
        )


@rule("rrn.date", Severity.ERROR, _FIELD)
def day(card: Card) -> Iterator[Draft]:
    """The first six digits are a calendar date in the century of the 7th digit.

    Source: layout of the number by the Resident Registration Act [A].
    """
    number = card.resident
    if not number or not number.gender_digit or number.born:
        return
    digits = number.digits
    yield Draft(
        _FIELD,
        words("앞 6자리가 날짜가 아닙니다.", "The first six digits are no date."),
        words(
            f"{digits[:2]}년 {digits[2:4]}월 {digits[4:6]}일, 7번째 숫자 {digits[6]}",
            f"year {digits[:2]}, month {digits[2:4]}, day {digits[4:6]}, 7th digit {digits[6]}",
        ),
        _repairs(card),
    )


@rule("rrn.future", Severity.ERROR, _FIELD)
def future(card: Card) -> Iterator[Draft]:
    """Nobody is born after today.

    Source: layout of the number by the Resident Registration Act [A].
    """
    number = card.resident
    if number and number.born and number.born > card.today:
        yield Draft(
            _FIELD,
            words("생년월일이 오늘보다 늦습니다.", "The birth date lies in the future."),
            seventh_digit(number),
            _repairs(card),
        )


@rule("rrn.century", Severity.ERROR, _FIELD, "Birthday")
def century(card: Card) -> Iterator[Draft]:
    """9 and 0 stand for births before 1900: nobody that old drives.

    Source: the scheme of the 7th digit [B].
    """
    number = card.resident
    if not number or number.gender_digit not in {"9", "0"}:
        return
    fits = card.birthday and f"{card.birthday:%y%m%d}" == number.digits[:6]
    suggestions: tuple[Suggestion, ...] = ()
    if fits and card.birthday and 1900 <= card.birthday.year <= 1999 and not number.masked:
        digit = "1" if number.gender_digit == "9" else "2"
        repaired = f"{number.digits[:6]}-{digit}{number.digits[7:]}"
        reason = words("생년월일이 1900년대", "the birth date is of the 1900s")
        suggestions = (Suggestion(repaired, reason),)
    yield Draft(
        _FIELD,
        words("1900년 이전 출생을 뜻합니다.", "This means a birth before 1900."),
        seventh_digit(number),
        suggestions,
        also=("Birthday",) if card.birthday else (),
    )


@rule("rrn.checksum_citizen", Severity.WARNING, _FIELD, "Birthday", "Sex")
def checksum_citizen(card: Card) -> Iterator[Draft]:
    """A citizen's check digit is (11 - s mod 11) mod 10; random for births since 2020-10-05.

    Numbers changed since that day are random too, so a mismatch is a warning; it is an error only
    where the birth date or the sex contradicts the number as well.

    Source: published formula [B]; Ministry of the Interior and Safety, 2020 [A].
    """
    number = card.resident
    if not number or number.gender_digit not in {"1", "2", "3", "4"}:
        return
    if number.checksum is not False:
        return
    contradicted = contradictions(card)
    yield Draft(
        _FIELD,
        words(
            "검증 숫자가 맞지 않습니다. 숫자를 하나씩 확인하세요.",
            "The check digit does not fit. Compare the digits one by one.",
        ),
        checksum_evidence(number),
        _repairs(card),
        also=contradicted,
        severity=Severity.ERROR if contradicted else None,
    )


@rule("rrn.checksum_foreigner", Severity.INFO, _FIELD)
def checksum_foreigner(card: Card) -> Iterator[Draft]:
    """Neither the foreigner's formula, which is unofficial, nor the citizen's fits.

    Source: utility code of Korean services, contradicted by real numbers [C].
    """
    number = card.resident
    if number and number.foreigner and number.checksum is False:
        yield Draft(
            _FIELD,
            words(
                "외국인 번호의 검증 숫자가 어느 식에도 맞지 않습니다.",
                "The foreigner's check digit fits neither formula.",
            ),
            checksum_evidence(number),
        )


@rule("rrn.office", Severity.INFO, _FIELD)
def office(card: Card) -> Iterator[Draft]:
    """Digits 8-9 of the scheme before October 2020 name an office, at most 96.

    Source: the scheme before October 2020; python-stdnum [B].
    """
    number = card.resident
    if not number or number.masked or not number.citizen or not number.born:
        return
    if number.born < numbers.RANDOM_FROM and int(number.digits[7:9]) > numbers.LAST_OFFICE:
        yield Draft(
            _FIELD,
            words("8-9번째 숫자가 드문 값입니다.", "Digits 8-9 are unusual."),
            words("옛 방식에서는 96까지", "at most 96 in the old scheme"),
        )


@rule("rrn.name_script", Severity.WARNING, _FIELD, "Name")
def name_script(card: Card) -> Iterator[Draft]:
    """Citizens' names stand in Hangul, foreigners' in the Latin letters of the passport.

    Ethnic Koreans with foreign passports may have Hangul names: worth seeing only.

    Source: prints of the card [B]; names of ethnic Koreans [C].
    """
    number, name = card.resident, card.text["Name"]
    if not number or not number.gender_digit:
        return
    hangul, latin = bool(_HANGUL.search(name)), bool(_LATIN.search(name))
    if number.citizen and latin and not hangul:
        said = words("내국인 번호에 로마자 이름입니다.", "A citizen's number with a Latin name.")
    elif number.foreigner and hangul:
        said = words("외국인 번호에 한글 이름입니다.", "A foreigner's number with a Hangul name.")
    else:
        return
    severity = None if number.citizen else Severity.INFO
    yield Draft(_FIELD, said, seventh_digit(number), also=("Name",), severity=severity)


@rule("rrn.duplicate", Severity.WARNING, _FIELD)
def duplicate(card: Card) -> Iterator[Draft]:
    """A person has one license number for life.

    Source: the license number stays the same for life [B].
    """
    for other in card.context.duplicates:
        if other.kind is DuplicateKind.OTHER_LICENSE:
            yield Draft(
                _FIELD,
                words("같은 번호가 다른 면허번호와 함께 있습니다.", "It has another license."),
                words(f"기록 {other.record}", f"record {other.record}"),
                also=("LicenseNumber",),
            )


def contradictions(card: Card) -> tuple[str, ...]:
    """Return the fields that say something else than the resident number."""
    number = card.resident
    if not number:
        return ()
    by_birth = card.birthday and number.born and card.birthday != number.born
    by_sex = card.sex and number.sex and card.sex != number.sex
    return (("Birthday",) if by_birth else ()) + (("Sex",) if by_sex else ())


def seventh_digit(number: numbers.ResidentNumber) -> Words:
    """Say what the 7th digit means."""
    digit = int(number.gender_digit)
    first = 1800 if digit in {9, 0} else 2000 if digit in {3, 4, 7, 8} else 1900
    male = digit % 2 == 1
    return words(
        f"7번째 숫자 {digit}: {'내국인' if number.citizen else '외국인'}, "
        f"{'남' if male else '여'}, {first}-{first + 99}년 출생",
        f"7th digit {digit}: {'citizen' if number.citizen else 'foreigner'}, "
        f"{'male' if male else 'female'}, born {first}-{first + 99}",
    )


def checksum_evidence(number: numbers.ResidentNumber) -> Words:
    """Show the computation of the check digit."""
    total = numbers.weighted_sum(number.digits)
    fitting = " / ".join(numbers.expected(number.digits))
    return words(
        f"가중합 {total}, {total} mod 11 = {total % 11}, 맞는 숫자 {fitting}, "
        f"읽은 숫자 {number.digits[12]}",
        f"weighted sum {total}, {total} mod 11 = {total % 11}, expected {fitting}, "
        f"found {number.digits[12]}",
    )


def _repairs(card: Card) -> tuple[Suggestion, ...]:
    number = card.resident
    if not number or number.masked or not card.birthday or not _old_enough(card, card.birthday):
        return ()
    reason = words(
        f"한 자리만 다르고 생년월일 {dates.format_card(card.birthday)}, 검증 숫자와 맞음",
        f"one digit differs; fits the birth date {dates.format_card(card.birthday)} and the "
        "check digit",
    )
    found = numbers.repairs(number, card.birthday, card.sex or "")
    return tuple(Suggestion(value, reason) for value in found)


def _old_enough(card: Card, born: date) -> bool:
    """Tell whether the issue date and the license number's year allow a birth date."""
    if not card.issued:
        return True
    first = card.issued.year
    if card.license:
        first = license_number.first_year(card.license.year, first)
    return dates.age(born, card.issued) >= 16 and first - born.year >= 16


RULES = (
    form, masked, day, future, century, checksum_citizen, checksum_foreigner, office,
    name_script, duplicate,
)  # fmt: skip
