"""Rules for the answer as a whole: the wire contract and the right side of the right document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from review.license_fields import FIELDS, RESPONSE_KEYS
from review.quality.card import Card
from review.quality.finding import Draft, Severity, words
from review.quality.rule import rule

_PRINTED = tuple(field.name for field in FIELDS if field.printed)
_KNOWN = frozenset(RESPONSE_KEYS)
_WRITTEN = ("Type", "Name", "Address", "LicenseNumber")
_HANGUL, _LATIN = re.compile("[가-힣]"), re.compile("[A-Za-z]{2}")


@rule("answer.request_id", Severity.ERROR)
def request_id(card: Card) -> Iterator[Draft]:
    """RequestId comes with every answer and is needed to locate a problem.

    Source: wire contract: RequestId is returned for each request [A].
    """
    value = card.response.get("RequestId")
    if not (isinstance(value, str) and value.strip()):
        yield Draft(
            "",
            words("RequestId가 없습니다.", "There is no RequestId."),
            words("계약에는 모든 응답에 있음", "the contract has it in every answer"),
        )


@rule("answer.null_or_type", Severity.ERROR, *RESPONSE_KEYS)
def null_or_type(card: Card) -> Iterator[Draft]:
    """All twelve documented fields are strings; one finding a field.

    Source: wire contract: types of the response fields [A].
    """
    for name in RESPONSE_KEYS:
        value = card.response.get(name)
        if isinstance(value, str) or name == "RequestId":
            continue
        held = type(value).__name__ if name in card.response else "-"
        yield Draft(
            name,
            words("계약과 달리 문자열이 없습니다.", "The contract has a string here."),
            words(f"{name}: {held}", f"{name}: {held}"),
        )


@rule("answer.unknown_field", Severity.INFO)
def unknown_field(card: Card) -> Iterator[Draft]:
    """A field the contract does not know; clients ignore it.

    Source: wire contract: names of the response fields [A].
    """
    if len(card.response) <= len(_KNOWN) and card.response.keys() <= _KNOWN:
        return
    names = ", ".join(sorted(str(key)[:30] for key in card.response if key not in _KNOWN)[:5])
    yield Draft(
        "",
        words("계약에 없는 필드가 있습니다.", "A field beyond the contract."),
        words(names, names),
    )


@rule("answer.mostly_empty", Severity.WARNING, *_PRINTED)
def mostly_empty(card: Card) -> Iterator[Draft]:
    """Fewer than 5 of the 8 printed fields: wrong side, wrong document or a bad picture.

    Source: the layout of the card [C].
    """
    filled = sum(bool(card.text[name]) for name in _PRINTED)
    if filled < 5:
        yield Draft(
            "",
            words("읽은 필드가 너무 적습니다. 이미지를 확인하세요.", "Too few fields were read."),
            words(f"8개 가운데 {filled}개", f"{filled} of 8"),
        )


@rule("answer.english_back", Severity.WARNING, *_WRITTEN)
def english_back(card: Card) -> Iterator[Draft]:
    """Latin text only: probably the English back (since 16 September 2019); ask for the front.

    Source: authority's announcement of the English back, 2019 [B].
    """
    written = " ".join(card.text[name] for name in _WRITTEN)
    if _LATIN.search(written) and not _HANGUL.search(written):
        yield Draft(
            "",
            words("영문 뒷면인 듯합니다. 앞면이 필요합니다.", "Probably the English back."),
            words("한글이 없음", "no Hangul anywhere"),
        )


RULES = (request_id, null_or_type, unknown_field, mostly_empty, english_back)
