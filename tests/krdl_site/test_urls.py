"""No route is open to whoever has not signed in, except a few that are named here."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

OPEN = {"account_inactive", "account_login", "account_logout", "healthz", "language", "readyz"}
"""They show nothing of a record; the last word of each is the sign-in page or a plain status."""

ADMIN_SIGN_IN = {"admin:login", "admin:logout"}
"""The admin's own doors lead to the one sign-in page as well."""

EXAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def routes(resolver: URLResolver, path: str = "/", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and an example path of every route; those of a regular expression end."""
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        if "(?P" in route:
            continue
        here = path + re.sub(r"<(?:(\w+):)?\w+>", lambda match: EXAMPLES.get(match[1], "x"), route)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, here, inner)
        else:
            yield f"{space}{pattern.name}", here


ROUTES = [(name, path) for name, path in routes(get_resolver()) if name not in OPEN]


def test_open_routes_exist() -> None:
    assert {name for name, _path in routes(get_resolver())} >= OPEN | ADMIN_SIGN_IN


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("name", "path"), ROUTES)
def test_whoever_has_not_signed_in_is_led_to_the_sign_in(
    client: Client, method: str, name: str, path: str
) -> None:
    answer = getattr(client, method)(path, follow=True)
    assert answer.redirect_chain, f"{name} answers {answer.status_code} to anybody"
    assert answer.request["PATH_INFO"] == "/accounts/login/"
    assert b'name="password"' in answer.content
