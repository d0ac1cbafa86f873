"""Where a person starts, the language they read, and the keys they use."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from review.contexts import profile as context
from review.desk_keys import DEFAULTS
from review.forms.account import KeysForm, LanguageForm
from review.language import remember
from review.permissions import has_role
from review.services import preference, sessions
from review.workflow import ACTIONS, Role, Verb


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead a signed-in person to their work; the login check leads everybody else to the form."""
    if has_role(request.user, *ACTIONS[Verb.VIEW].roles):
        return redirect("queue")
    if has_role(request.user, Role.ADMINISTRATOR):
        return redirect("admin:index")
    return redirect("upload")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show what a person can choose for themselves; keep the keys they choose."""
    if request.method != "POST":
        return render(request, "account/profile.html", context.page(request.user))
    form = KeysForm(request.POST)
    if not form.is_valid():
        page = context.page(request.user, form)
        return render(request, "account/profile.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    single = form.cleaned_data["single_keys"]
    preference.choose_keys(form.codes, single=single, by=request.user)
    messages.success(request, _("Your keys are saved."))
    return redirect("profile")


@require_POST
def default_keys(request: HttpRequest) -> HttpResponse:
    """Give all acts their keys by default again."""
    preference.choose_keys(DEFAULTS, single=True, by=request.user)
    messages.success(request, _("All keys are as they came."))
    return redirect("profile")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language: in the cookie, and with the account of who is signed in."""
    response = HttpResponseRedirect(_page_before(request))
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return response
    if request.user.is_authenticated:
        preference.choose_language(form.cleaned_data["language"], by=request.user)
    return remember(response, form.cleaned_data["language"])


@require_http_methods(["GET", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show where the person is signed in; end all the others."""
    key = request.session.session_key or ""
    if request.method == "POST":
        sessions.end_all(request.user, by=request.user, keep=key)
        messages.success(request, _("All other sessions are over."))
        return redirect("account_sessions")
    shown = {"sessions": sessions.of(request.user), "current": key}
    return render(request, "account/sessions.html", shown)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of the person's own sessions."""
    sessions.end(pk, by=request.user)
    messages.success(request, _("The session is over."))
    return redirect("account_sessions")


def _page_before(request: HttpRequest) -> str:
    """Return the page the switch was on, if it is one of ours."""
    before = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    return before if ours else "/"
