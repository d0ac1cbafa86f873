"""The JSON around every request and every answer of the contract."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review.license_fields import RESPONSE_KEYS
from review.ocr.errors import OcrError

ACTION = "RecognizeKoreanDrivingLicenseOCR"
VERSION = "2018-11-19"
CONTENT_TYPE = "application/json"
# Ours, not the contract's: asks the service for confidence and boxes beside the response.
DETAIL_HEADER = "X-KRDL-Detail"

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9]+){0,3}", re.ASCII)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Envelope:
    """A successful answer: ``response`` is the inner mapping as received."""

    response: dict[str, Any]
    request_id: str
    detail: dict[str, Any] | None


def request_body(
    *,
    image_base64: str | None = None,
    image_url: str | None = None,
    return_head_image: bool | None = None,
) -> bytes:
    """Serialize the parameters once; what is None is left out."""
    parameters = {
        "ImageUrl": image_url,
        "ImageBase64": image_base64,
        "ReturnHeadImage": return_head_image,
    }
    given = {name: value for name, value in parameters.items() if value is not None}
    return json.dumps(given).encode("ascii")


def read_answer(body: bytes) -> Envelope:
    """Read an answer's body.

    Raises ``OcrError`` with the answer's own code if it holds an error, and with
    ``Transport.NotEnvelope`` if it is not what the contract promises: JSON text in UTF-8, the
    twelve fields, each of them a string, RequestId included. Unknown keys are kept and ignored.
    """
    answer = _decode(body)
    inner = answer.get("Response") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not isinstance(inner, dict):
        raise OcrError("Transport.NotEnvelope")
    known = _request_id(inner.get("RequestId"))
    if "Error" in inner:
        raise OcrError(_error_code(inner["Error"]), request_id=known)
    if not known or not all(isinstance(inner.get(key), str) for key in RESPONSE_KEYS):
        raise OcrError("Transport.NotEnvelope", request_id=known)
    detail = answer.get("Detail")
    return Envelope(inner, known, detail if isinstance(detail, dict) else None)


def success(fields: Mapping[str, str], request_id: str) -> dict[str, Any]:
    """Build the envelope of a result; a field not in ``fields`` is the empty string."""
    response = {key: fields.get(key, "") for key in RESPONSE_KEYS} | {"RequestId": request_id}
    return {"Response": response}


def failure(code: str, message: str, request_id: str) -> dict[str, Any]:
    """Build the envelope of an error."""
    return {"Response": {"Error": {"Code": code, "Message": message}, "RequestId": request_id}}


def _decode(body: bytes) -> Any:
    # The parser's own exceptions quote the text, hence they do not become our cause.
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _request_id(value: object) -> str:
    return value if isinstance(value, str) and _REQUEST_ID.fullmatch(value) else ""


def _error_code(error: object) -> str:
    code = error.get("Code") if isinstance(error, dict) else None
    if isinstance(code, str) and len(code) <= 100 and _CODE.fullmatch(code):
        # The other side cannot pass its error off as one of our own.
        return code if code.split(".")[0] not in {"Transport", "Local"} else "Transport.NotEnvelope"
    return "Transport.NotEnvelope"
