"""Rules for the security serial (암호일련번호): random, so nothing can be derived from it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.rule import rule
from review.quality.rules.text import shape_of

_FIELD = "ID"
_FORM = re.compile("[A-Z0-9]{5,6}")
_CONFUSABLE = re.compile("[OISBZ]|(?<=[A-Z])[01582]|[01582](?=[A-Z])")


@rule("serial.format", Severity.WARNING, _FIELD)
def form(card: Card) -> Iterator[Draft]:
    """Six capital Latin letters and digits; identity-check front ends demand exactly six.

    Source: identity-check front ends [B].
    """
    value = card.text[_FIELD]
    if not value or _FORM.fullmatch(value) or shape_of(card, _FIELD):
        return
    plain = re.sub(r"\s", "", value).upper()
    reason = words("빈칸 없이 대문자로", "capitals without blanks")
    yield Draft(
        _FIELD,
        words("암호일련번호의 형식이 아닙니다.", "This is not the form of a security serial."),
        words(
            f"{len(value)}자. 대문자와 숫자 6자여야 함",
            f"{len(value)} characters; six capitals and digits are needed",
        ),
        (Suggestion(plain, reason),) if _FORM.fullmatch(plain) else (),
    )


@rule("serial.length5", Severity.INFO, _FIELD)
def length5(card: Card) -> Iterator[Draft]:
    """Five characters are said to occur on older cards; or one was lost.

    Source: one informal source [C].
    """
    value = card.text[_FIELD]
    if len(value) == 5 and _FORM.fullmatch(value):
        yield Draft(
            _FIELD,
            words("5자리입니다. 옛 카드이거나 한 글자가 빠졌습니다.", "Old card, or one is lost."),
            words("보통 6자리", "six are usual"),
        )


@rule("serial.confusable", Severity.INFO, _FIELD)
def confusable(card: Card) -> Iterator[Draft]:
    """0/O, 1/I, 5/S, 8/B and 2/Z are the usual misreadings; the serial has no check digit.

    Source: experience with misread serials [B].
    """
    value = card.text[_FIELD]
    if not _FORM.fullmatch(value):
        return
    if places := [f"{found.start() + 1}" for found in _CONFUSABLE.finditer(value)]:
        shown = ", ".join(places)
        yield Draft(
            _FIELD,
            words("헷갈리는 글자가 있습니다. 이미지를 보세요.", "Look-alikes: see the image."),
            words(f"{shown}번째 글자", f"character {shown}"),
        )


RULES = (form, length5, confusable)
