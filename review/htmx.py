"""Whole pages for links and reloads, fragments for htmx: one decision in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from review.exceptions import ReviewError

View = Callable[..., HttpResponseBase]


def wants_fragment(request: HttpRequest) -> bool:
    """Return whether htmx asks for a part; after a history miss it wants the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request


def page_or_fragment(
    request: HttpRequest, template: str, fragment: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Render ``template``, or only its ``fragment`` when htmx asks for it."""
    name = f"{template}#{fragment}" if wants_fragment(request) else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def refusals_told(view: View) -> View:
    """Turn a refusal of a service into its sentence: in the messages, or on the page before."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ReviewError as refusal:
            messages.error(request, str(refusal))
            return _refusal(request, view_path=request.path)

    return told


def _refusal(request: HttpRequest, view_path: str) -> HttpResponse:
    if not wants_fragment(request):
        return HttpResponseRedirect(_page_before(request, view_path))
    body = render_to_string("_messages.html", {"out_of_band": True}, request)
    return HttpResponse(body, status=409)


def _page_before(request: HttpRequest, view_path: str) -> str:
    """Return where the person came from, if that is a page of ours and not the refused one."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, request.is_secure())
    return before if ours and not before.endswith(view_path) else "/"
