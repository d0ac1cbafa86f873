"""Rules for what the engine holds against the picture itself."""

from __future__ import annotations

from collections.abc import Iterator

from review.quality.card import Card
from review.quality.finding import Draft, Severity, words
from review.quality.rule import rule


@rule("picture.screen", Severity.WARNING)
def screen(card: Card) -> Iterator[Draft]:
    """The picture looks like a photograph of a screen: the card itself was not in front of it.

    Source: the engine's look at the picture: the grid of a display beats with the camera's [C].
    """
    if "screen" in card.context.warnings:
        yield Draft(
            "",
            words("화면을 찍은 사진인 듯합니다.", "This looks like a photographed screen."),
            words("화면 격자 무늬", "the pattern of a display's grid"),
        )


@rule("picture.another_card", Severity.WARNING)
def another_card(card: Card) -> Iterator[Draft]:
    """Beside the card lies something else with what a license has: dates, classes, an agency.

    Source: the engine's look at the picture around the card [C].
    """
    if "another-card" in card.context.warnings:
        yield Draft(
            "",
            words("다른 카드가 함께 찍힌 듯합니다.", "Another card may lie in the picture."),
            words("카드 밖에 날짜, 종별이나 기관", "dates, classes or an agency beside the card"),
        )


RULES = (screen, another_card)
