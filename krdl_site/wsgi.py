"""The web process: ``gunicorn krdl_site.wsgi``."""

import os
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krdl_site.settings")

_site: Callable[[WSGIEnvironment, Any], Iterable[bytes]] = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Serve a request; 400 for one so malformed that Django cannot even begin with it.

    Django reads the query string before its own handling of errors where the content type names a
    charset, so a query of a thousand fields would end as a server error.
    """
    try:
        return _site(environ, start_response)
    except (BadRequest, SuspiciousOperation):
        status = HTTPStatus.BAD_REQUEST
        start_response(f"{status.value} {status.phrase}", [("Content-Type", "text/plain")])
        return [b"Bad request\n"]
