"""The page for a fault of ours: no traceback, no personal data, a number to ask about."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with an error number that also stands in the log, beside the exception's place."""
    number = f"E-{secrets.token_hex(4).upper()}"
    log.exception("Error number %s", number)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return render(None, "500.html", {"number": number}, status=status)
