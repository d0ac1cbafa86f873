"""The parameters of the action, from a JSON body or a query string."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from review.recognizer_service.refusal import Refusal

# Read generously: 7 MB as 7 * 2**20 characters of Base64.
BASE64_LIMIT = 7 * 1024 * 1024
IMAGE_LIMIT = BASE64_LIMIT // 4 * 3
QUERY_LIMIT = 32 * 1024

_NAMES = frozenset({"ImageBase64", "ImageUrl", "ReturnHeadImage"})
_PICTURE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Parameters:
    """What is asked for; when both pictures are given, only the address counts."""

    image_base64: str
    image_url: str
    return_head_image: bool

    @classmethod
    def from_json(cls, body: bytes) -> Parameters:
        """Read a POST body; raises ``Refusal``."""
        try:
            given = json.loads(body.decode("utf-8"))
        except (ValueError, RecursionError):
            raise Refusal("InvalidParameter", "The body is not JSON text in UTF-8.") from None
        if not isinstance(given, dict):
            raise Refusal("InvalidParameter", "The body has to be a JSON object.")
        return cls._of(given)

    @classmethod
    def from_query(cls, query: str) -> Parameters:
        """Read the query string of a GET; raises ``Refusal``."""
        if len(query) > QUERY_LIMIT:
            raise Refusal("RequestSizeLimitExceeded", "A GET request may have at most 32 KB.")
        try:
            pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=16)
        except ValueError:
            raise Refusal("InvalidParameter", "The query string cannot be read.") from None
        return cls._of(dict(pairs))

    @classmethod
    def _of(cls, given: Mapping[str, Any]) -> Parameters:
        if given.keys() - _NAMES:
            raise Refusal("UnknownParameter", "A parameter is not defined for this action.")
        parameters = cls(
            _text(given, "ImageBase64"), _text(given, "ImageUrl"), _flag(given, "ReturnHeadImage")
        )
        if not parameters.image_base64 and not parameters.image_url:
            raise Refusal(
                "InvalidParameterValue.InvalidParameterValueLimit",
                "ImageBase64 or ImageUrl has to be given.",
            )
        return parameters


def decode_image(text: str) -> bytes:
    """Return the bytes of ``ImageBase64``; raises ``Refusal``."""
    if len(text) > BASE64_LIMIT:
        raise Refusal("LimitExceeded.TooLargeFileError", "The image is above 7 MB in Base64.")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refusal("FailedOperation.ImageDecodeFailed", "Not valid Base64.") from None


def check_format(image: bytes) -> None:
    """Raise ``Refusal`` unless the bytes begin like a PNG or JPEG file."""
    if not image.startswith(_PICTURE_STARTS):
        raise Refusal("FailedOperation.ImageDecodeFailed", "The image is neither PNG nor JPEG.")


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str):
        raise Refusal("InvalidParameter", f"{name} has to be a string.")
    return value


def _flag(given: Mapping[str, Any], name: str) -> bool:
    value = given.get(name, False)
    if isinstance(value, str):
        value = {"true": True, "false": False}.get(value.lower())
    if not isinstance(value, bool):
        raise Refusal("InvalidParameter", f"{name} has to be true or false.")
    return value
