"""Reading a request's body: all of it, but not more than allowed and not for ever."""

from __future__ import annotations

import time
from typing import Any

from gunicorn.http.errors import ParseException  # type: ignore[import-untyped]

from review.recognizer_service.refusal import Refusal

BODY_LIMIT = 10 * 1024 * 1024
# A caller that is still sending does not listen, so an oversized body is read away up to here.
DRAIN_LIMIT = 64 * 1024 * 1024
_PIECE = 64 * 1024


def read_body(environ: dict[str, Any], seconds: float) -> bytes:
    """Return the body; raises ``Refusal`` if it is too large or does not arrive in time."""
    ends = time.monotonic() + seconds
    kept = bytearray()
    total = 0
    try:
        while piece := _piece(environ, ends):
            total += len(piece)
            if total <= BODY_LIMIT:
                kept += piece
            if total > DRAIN_LIMIT:
                break
    except (OSError, ParseException):
        raise Refusal("InvalidRequest", "The body did not arrive whole.") from None
    if total > BODY_LIMIT:
        raise Refusal("RequestSizeLimitExceeded", "A request may have at most 10 MB.")
    return bytes(kept)


def _piece(environ: dict[str, Any], ends: float) -> bytes:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    # The server hands its socket out; without it a slow caller would hold a thread for ever.
    if "gunicorn.socket" in environ:
        environ["gunicorn.socket"].settimeout(left)
    piece: bytes = environ["wsgi.input"].read(_PIECE)
    return piece
