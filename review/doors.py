"""The doors every request passes: network, session, sign-in, second factor."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from review import network
from review.services import factors, sessions

Handler = Callable[[HttpRequest], HttpResponse]
# Probes come from the machine's own surroundings and tell nothing.
PROBES = {"/healthz", "/readyz"}
SIGNED_IN, SEEN = "signed_in_at", "seen_at"
# The last work is known to a thirtieth of the idle time; every write goes to the database.
EXACTNESS = 30


class NetworkMiddleware:
    """Refuses people outside the office's networks, where KRDL_NETWORKS names any."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with a page that says why, or pass ``request`` on."""
        if request.path in PROBES or network.is_allowed(network.client_address(request)):
            return self.get_response(request)
        return render(request, "outside.html", status=HTTPStatus.FORBIDDEN)


class SessionLimitMiddleware:
    """Ends a session without work for KRDL_IDLE_TIME, or older than KRDL_SESSION_TIME."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out who is over a limit; note the work of everybody else."""
        if request.user.is_authenticated:
            why = _limit_reached(request)
            if why:
                _sign_out(request, why)
            else:
                _note_work(request)
        return self.get_response(request)


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in, and from there back to the page the person was on.

    A form that was sent without a session cannot be opened again by its address: its page can.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        """Redirect to the sign-in page."""
        back = request.get_full_path()
        if request.method not in ("GET", "HEAD"):
            back = _page_of_form(request)
        return redirect_to_login(back, resolve_url(self.get_login_url(view_func)))


class SecondFactorMiddleware:
    """Leads whoever needs a second factor and has none to the page that adds one."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass ``request`` on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Answer everything but the account's own pages with the way to the second factor."""
        if not request.user.is_authenticated or _is_account_page(request):
            return None
        if _provider_checks_it(request) or not factors.lacks(request.user):
            return None
        if "HX-Request" in request.headers:
            return HttpResponse(
                status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": reverse("mfa_index")}
            )
        return redirect("mfa_index")


def _limit_reached(request: HttpRequest) -> str:
    """Return which limit the session is over ("" while it is under both)."""
    now, session = time.time(), request.session
    if now - session.get(SIGNED_IN, now) > settings.KRDL_SESSION_TIME.total_seconds():
        return "longest"
    idle = now - session.get(SEEN, now) > settings.KRDL_IDLE_TIME.total_seconds()
    return "idle" if idle else ""


def _sign_out(request: HttpRequest, why: str) -> None:
    sessions.record_over(why, by=request.user)
    logout(request)
    messages.info(request, _("Your session is over. Sign in to go on where you were."))


def _note_work(request: HttpRequest) -> None:
    """Note that the person works; what a page asks for by itself (``poll``) is no work.

    A time that is still to come was noted before the clock went back: it would stretch the limits.
    """
    now = int(time.time())
    if request.session.setdefault(SIGNED_IN, now) > now:
        request.session[SIGNED_IN] = now
    since = now - min(request.session.get(SEEN, 0), now + 1)
    worked = "poll" not in request.GET
    if since < 0 or (worked and since >= settings.KRDL_IDLE_TIME.total_seconds() / EXACTNESS):
        request.session[SEEN] = now
        UserSession.objects.create_from_request(request)


def _page_of_form(request: HttpRequest) -> str:
    """Return the page of ours that a form was sent from; the start page if unknown."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    parts = urlsplit(before)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}" if ours else "/"


def _is_account_page(request: HttpRequest) -> bool:
    name = request.resolver_match.url_name or ""
    return name.startswith(("account_", "mfa_")) or name in {"language", "logout"}


def _provider_checks_it(request: HttpRequest) -> bool:
    """Return whether the person came by single sign-on whose provider checks the factor."""
    if not settings.KRDL_OIDC_SECOND_FACTOR:
        return False
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "socialaccount" for record in records)
