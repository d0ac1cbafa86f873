"""The pages for a fault of ours and for an outage: no traceback, no personal data, what to do."""

from __future__ import annotations

import logging
import secrets
import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from review.outage import is_outage

log = logging.getLogger(__name__)
RETRY_AFTER_S = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database or the storage is away, else 500 with an error number.

    The number also stands in the log, beside the exception's place.
    """
    if is_outage(sys.exc_info()[1]):
        return _outage()
    number = f"E-{secrets.token_hex(4).upper()}"
    log.exception("Error number %s", number)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return render(None, "500.html", {"number": number}, status=status)


def _outage() -> HttpResponse:
    response = render(None, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
