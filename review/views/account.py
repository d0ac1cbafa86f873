"""Where a person starts, and the language they read."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from review.forms.account import LanguageForm
from review.language import remember
from review.permissions import has_role
from review.services import preference
from review.workflow import ACTIONS, Role, Verb


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead a signed-in person to their work; the login check leads everybody else to the form."""
    if has_role(request.user, *ACTIONS[Verb.VIEW].roles):
        return redirect("queue")
    if has_role(request.user, Role.ADMINISTRATOR):
        return redirect("admin:index")
    return redirect("upload")


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language: in the cookie, and with the account of who is signed in."""
    response = redirect(_page_before(request))
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return response
    if request.user.is_authenticated:
        preference.choose_language(form.cleaned_data["language"], by=request.user)
    return remember(response, form.cleaned_data["language"])


def _page_before(request: HttpRequest) -> str:
    """Return the page the switch was on, if it is one of ours."""
    before = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    return before if ours else "/"
