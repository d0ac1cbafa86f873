"""Rules for the license class: a closed vocabulary."""

from __future__ import annotations

from collections.abc import Iterator

from review.quality import dates
from review.quality import license_class as vocabulary
from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, Words, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "Type"


@rule("type.unknown", Severity.ERROR, _FIELD)
def unknown(card: Card) -> Iterator[Draft]:
    """Not in the vocabulary; a warning where a correction exists.

    Source: Road Traffic Act, Art. 80 [A]; print of the special classes [C].
    """
    value = card.text[_FIELD]
    if not value or card.classes.spellings or shape_of(card, _FIELD):
        return
    near = vocabulary.corrections(value)
    reason = words("가장 가까운 면허종별", "the nearest class")
    yield Draft(
        _FIELD,
        words("없는 면허종별입니다.", "There is no such class."),
        words(f"값 '{value[:30]}'", f"value '{value[:30]}'"),
        tuple(Suggestion(name, reason) for name in near),
        severity=Severity.WARNING if near else None,
    )


@rule("type.old_name", Severity.INFO, _FIELD)
def old_name(card: Card) -> Iterator[Draft]:
    """트레일러 and 레커 are the former names of 대형견인차 and 구난차.

    Source: names of the special classes before 28 July 2016 [B].
    """
    if card.classes.old:
        yield Draft(
            _FIELD,
            words("옛 면허종별 이름입니다.", "This is a former name of the class."),
            words(f"지금 이름 {card.classes.normal}", f"today {card.classes.normal}"),
            (_normal(card.classes.normal),),
        )


@rule("type.spacing", Severity.INFO, _FIELD)
def spacing(card: Card) -> Iterator[Draft]:
    """The printed form has no blanks and no leading 제.

    Source: prints of the card [B].
    """
    reading = card.classes
    if reading.spellings and reading.spaced_inside:
        yield Draft(
            _FIELD,
            words("빈칸이나 '제'가 있습니다.", "Blanks or a leading 제."),
            words(f"표준 표기 {reading.normal}", f"normal form {reading.normal}"),
            (_normal(reading.normal),),
        )


@rule("type.several", Severity.INFO, _FIELD)
def several(card: Card) -> Iterator[Draft]:
    """Up to three lines, class 1 first, then special, then class 2, each class once.

    Several classes parted by blanks in that order are in order; glued ones are worth seeing, a
    repetition or another order is a warning.

    Source: order of the class lines, encyclopedia and library documentation [B].
    """
    reading = card.classes
    if len(reading.spellings) < 2:
        return
    in_order = reading.normal == reading.tidy
    if in_order and (reading.separated or reading.spaced_inside):
        return
    yield Draft(
        _FIELD,
        words("여러 면허종별의 표기를 확인하세요.", "Several classes: look at their lines."),
        _lines(reading),
        (_normal(reading.tidy),),
        severity=None if in_order else Severity.WARNING,
    )


def _lines(reading: vocabulary.Reading) -> Words:
    count = len(reading.names)
    return words(f"{count}개: {reading.normal}", f"{count} classes: {reading.normal}")


@rule("type.learner", Severity.WARNING, _FIELD)
def learner(card: Card) -> Iterator[Draft]:
    """A learner's permit is a separate paper, good for one year.

    Source: Road Traffic Act, Art. 81 [A].
    """
    if any(entry.learner for entry in card.classes.classes):
        yield Draft(
            _FIELD,
            words("연습면허는 이 카드가 아닙니다.", "A learner's permit is not this card."),
            words(card.classes.normal, card.classes.normal),
        )


@rule("type.age", Severity.ERROR, _FIELD, "DateOfIssue", "Number", "Birthday")
def minimum_age(card: Card) -> Iterator[Draft]:
    """Younger at the issue date than the class allows.

    Source: Road Traffic Act, Art. 82(1) no. 1 and 6 [A].
    """
    classes = card.classes.classes
    if not classes or not card.issued or not card.born:
        return
    oldest = max(classes, key=lambda entry: entry.minimum_age)
    age = dates.age(card.born, card.issued)
    if 0 <= age < oldest.minimum_age:
        yield Draft(
            _FIELD,
            words("이 면허종별을 받을 나이가 아닙니다.", "Too young for this class."),
            words(
                f"발급일에 {age}세, {oldest.name}은 {oldest.minimum_age}세부터",
                f"{age} years at the issue date; {oldest.name} from {oldest.minimum_age}",
            ),
            also=("DateOfIssue", card.born_from),
        )


def _normal(value: str) -> Suggestion:
    return Suggestion(value, words("표준 표기", "the normal form"))


RULES = (unknown, old_name, spacing, several, learner, minimum_age)
