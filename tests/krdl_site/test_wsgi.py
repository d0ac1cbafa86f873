"""The outermost edge of the web process."""

from importlib import import_module
from wsgiref.util import setup_testing_defaults

import pytest


@pytest.mark.django_db
def test_a_query_of_too_many_fields_is_a_bad_request_whatever_the_charset():
    told = []
    environ = {
        "QUERY_STRING": "a=b&" * 3000,
        "CONTENT_TYPE": "application/x-www-form-urlencoded; charset=utf-7",
    }
    setup_testing_defaults(environ)
    # Loading it asks the database whose keyring this is, which only a test may.
    import_module("krdl_site.wsgi").application(
        environ, lambda status, headers, error=None: told.append(status)
    )
    assert told == ["400 Bad Request"]
