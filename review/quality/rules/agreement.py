"""Rules between records and engines; silent without what they compare with."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from review.license_fields import BY_NAME, NAMES
from review.quality.card import NOTHING_KNOWN, Card, DuplicateKind
from review.quality.corroboration import comparable
from review.quality.finding import Draft, Severity, Suggestion, Words, words
from review.quality.rule import rule

_MOST = 6  # characters shown; more would spell a number out


@rule("agreement.second_extraction", Severity.WARNING, *NAMES)
def second_extraction(card: Card) -> Iterator[Draft]:
    """Two extractions of one card differ: a re-run or a second engine read something else.

    What the front does not print (Birthday, Sex) may be filled by one engine and left by another.

    Source: two readings of one print are equal [A].
    """
    if card.context.second is None:
        return
    twin = Card(card.context.second, card.today, NOTHING_KNOWN)
    source = card.context.second_source
    for name in NAMES:
        ours, theirs = comparable(card, name), comparable(twin, name)
        if theirs is None or ours == theirs or (ours is None and not BY_NAME[name].printed):
            continue
        reason = words(f"{source}의 값", f"the value of {source}")
        yield Draft(
            name,
            words("두 번째 인식과 다릅니다.", "A second extraction differs."),
            differences(card.text[name], twin.text[name]),
            (Suggestion(str(theirs) if name == "Sex" else twin.text[name], reason),),
        )


def differences(left: str, right: str) -> Words:
    """Name the characters that differ and their places; nothing where most of a value differs."""
    codes = SequenceMatcher(None, left[:100], right[:100], autojunk=False).get_opcodes()
    parts = [
        (a, left[a:b] or "-", right[c:d] or "-") for tag, a, b, c, d in codes if tag != "equal"
    ]
    if sum(max(len(old), len(new)) for _, old, new in parts) > _MOST:
        return words("여러 글자가 다름", "many characters differ")
    return words(
        ", ".join(f"{place + 1}번째 글자: {old} / {new}" for place, old, new in parts),
        ", ".join(f"character {place + 1}: {old} / {new}" for place, old, new in parts),
    )


@rule("agreement.same_card", Severity.WARNING, "LicenseNumber", "ID")
def same_card(card: Card) -> Iterator[Draft]:
    """The same license number and serial on another record: this card came in twice.

    Source: the serial changes with every printed card [B].
    """
    yield from _like(
        card,
        DuplicateKind.SAME_CARD,
        "LicenseNumber",
        words("같은 카드의 기록이 있습니다.", "The same card has another record."),
    )


@rule("agreement.reissue", Severity.INFO, "LicenseNumber", "ID")
def reissue(card: Card) -> Iterator[Draft]:
    """The same number with another serial or counter: one of the two cards was replaced.

    Source: the serial changes with every printed card [B].
    """
    yield from _like(
        card,
        DuplicateKind.REISSUE,
        "LicenseNumber",
        words("같은 면허의 다른 카드가 있습니다.", "Another card of this license is on record."),
    )


@rule("agreement.same_picture", Severity.WARNING)
def same_picture(card: Card) -> Iterator[Draft]:
    """Nearly the same picture (perceptual hash) belongs to another record.

    Source: perceptual hashing; never a proof by itself [C].
    """
    yield from _like(
        card,
        DuplicateKind.SAME_PICTURE,
        "",
        words("거의 같은 이미지의 기록이 있습니다.", "Another record has nearly this image."),
    )


def _like(card: Card, kind: DuplicateKind, field: str, message: Words) -> Iterator[Draft]:
    for other in card.context.duplicates:
        if other.kind is kind:
            yield Draft(field, message, words(f"기록 {other.record}", f"record {other.record}"))


RULES = (second_extraction, same_card, reissue, same_picture)
