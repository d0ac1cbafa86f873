"""Rules for the portrait that comes with the answer when it was asked for."""

from __future__ import annotations

import base64
import binascii
import io
from collections.abc import Iterator

from PIL import Image

from review.quality.card import Card
from review.quality.finding import Draft, Severity, Suggestion, words
from review.quality.rule import rule

_FIELD = "Photo"
_NARROWEST = 60  # pixels


def _photo(card: Card) -> str:
    value = card.response.get(_FIELD)
    return value if isinstance(value, str) else ""


def _size(photo: str) -> tuple[int, int] | None:
    """Return width and height in pixels, or None if this is no PNG or JPEG in Base64."""
    try:
        data = base64.b64decode(photo, validate=True)
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            return image.size
    except (ValueError, OSError, SyntaxError, binascii.Error, Image.DecompressionBombError):
        return None


@rule("portrait.missing", Severity.WARNING, _FIELD)
def missing(card: Card) -> Iterator[Draft]:
    """ReturnHeadImage was true, but no portrait came.

    Source: wire contract: ReturnHeadImage [A].
    """
    if card.context.portrait_asked and not _photo(card):
        yield Draft(
            _FIELD,
            words("요청한 사진이 오지 않았습니다.", "The portrait asked for is missing."),
            words("ReturnHeadImage = true, 값 없음", "ReturnHeadImage = true, no value"),
        )


@rule("portrait.unasked", Severity.INFO, _FIELD)
def unasked(card: Card) -> Iterator[Draft]:
    """A face that nobody asked for should not be kept (data minimization).

    Source: Personal Information Protection Act, Art. 3 [A].
    """
    if card.context.portrait_asked is False and (photo := _photo(card)):
        reason = words("요청하지 않은 얼굴 사진", "a face nobody asked for")
        yield Draft(
            _FIELD,
            words("요청하지 않은 사진이 왔습니다.", "A portrait came unasked."),
            words(f"{len(photo)}자", f"{len(photo)} characters"),
            (Suggestion("", reason),),
        )


@rule("portrait.undecodable", Severity.ERROR, _FIELD)
def undecodable(card: Card) -> Iterator[Draft]:
    """The portrait is a PNG or JPEG in Base64.

    Source: wire contract: Base64-encoded identity photo [A].
    """
    if (photo := _photo(card)) and _size(photo) is None:
        yield Draft(
            _FIELD,
            words("사진을 열 수 없습니다.", "The portrait cannot be opened."),
            words("Base64의 PNG나 JPEG가 아님", "no PNG or JPEG in Base64"),
        )


@rule("portrait.shape", Severity.INFO, _FIELD)
def shape(card: Card) -> Iterator[Draft]:
    """A portrait is upright (about 3:4) and wide enough to recognize a face.

    Source: prints of the card [C].
    """
    if not (photo := _photo(card)) or not (size := _size(photo)):
        return
    width, height = size
    if height <= width or width < _NARROWEST:
        yield Draft(
            _FIELD,
            words("사진의 모양이 드뭅니다.", "The portrait has an unusual shape."),
            words(f"{width} x {height} 픽셀", f"{width} x {height} pixels"),
        )


RULES = (missing, unasked, undecodable, shape)
