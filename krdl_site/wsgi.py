"""The web process: ``gunicorn krdl_site.wsgi``."""

import os
import sys
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.wsgi import get_wsgi_application
from django.db import Error as DatabaseError
from django.db import connections
from django.utils.module_loading import import_string

from review.exceptions import DecryptionFailed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krdl_site.settings")

APP_LOAD_ERROR = 4
"""The exit status by which gunicorn knows that starting again would not help."""


def refuse_a_foreign_keyring() -> None:
    """End the process, saying why, when the keyring is lost or another database's."""
    try:
        import_string("review.models.keyring_mark.check_keyring")()
    except DatabaseError:
        pass  # away for now: whatever is written asks again
    except DecryptionFailed as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(APP_LOAD_ERROR)
    finally:
        connections.close_all()  # no connection may be shared with the processes forked from here


_site: Callable[[WSGIEnvironment, Any], Iterable[bytes]] = get_wsgi_application()
refuse_a_foreign_keyring()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Serve a request; 400 for one so malformed that Django cannot even begin with it.

    Django reads the query string before its own handling of errors where the content type names a
    charset, so a query of a thousand fields would end as a server error.
    """
    try:
        return _site(environ, start_response)
    except (BadRequest, SuspiciousOperation):
        status = HTTPStatus.BAD_REQUEST
        start_response(
            f"{status.value} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8")]
        )
        return [b"Bad request\n"]
