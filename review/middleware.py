"""What every request passes on its way: the language, and refusals that become pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from review.exceptions import ActionDenied, ReviewError, StaleRecord, WrongKeyring
from review.network import client_address
from review.services import audit

log = logging.getLogger(__name__)
REFUSALS = {ActionDenied: HTTPStatus.FORBIDDEN, StaleRecord: HTTPStatus.CONFLICT}
Handler = Callable[[HttpRequest], HttpResponse]


class TextGZipMiddleware(GZipMiddleware):
    """Packs pages and fragments; pictures and streamed exports go as they are.

    Packing what is secret next to what an attacker may choose tells the secret by its length
    (BREACH). Against it: Django adds up to 100 random bytes to every answer, the CSRF token is
    masked anew in every answer, and the session cookie is SameSite, so that no other site can have
    a page of ours asked for again and again in somebody's name.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack ``response`` if it is a text that is all there."""
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page:
            return response
        return super().process_response(request, response)


class AddressMiddleware:
    """Tells the audit ledger where the request comes from, for every line written meanwhile."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass ``request`` on."""
        with audit.coming_from(client_address(request)):
            return self.get_response(request)


class LanguageMiddleware:
    """Speaks the language the person chose, otherwise Korean, whatever the browser asks for."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` in the language of the cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        with translation.override(chosen if known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response


class RefusalMiddleware:
    """Turns a refusal that no view answered into a page with its sentence, never a traceback."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass ``request`` on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a ReviewError with its sentence: 403 denied, 409 stale, 422 otherwise.

        A keyring that does not fit is the administrator's matter: told in the log, by number here.
        """
        if isinstance(error, WrongKeyring):
            log.error("%s", error)
            return None
        if not isinstance(error, ReviewError):
            return None
        status = REFUSALS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)
        return render(request, "403.html", {"sentence": str(error)}, status=status)


class SessionOverMiddleware:
    """Sends a fragment request without a session to the sign-in page as a whole page.

    A browser follows a redirect inside htmx unseen, and the form would land in the fragment.
    Placed before the login check; returns to the page the person was on.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with HX-Refresh instead of a redirect to the sign-in page."""
        response = self.get_response(request)
        if "HX-Request" in request.headers and _leads_to_sign_in(request, response):
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
        return response


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether ``response`` sends an anonymous visitor to the sign-in page."""
    return response.status_code == HTTPStatus.FOUND and not request.user.is_authenticated
