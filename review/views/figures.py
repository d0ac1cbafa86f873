"""The pages of figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from review.contexts import figures as context


@never_cache
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show a reviewer their own work."""
    return render(request, "own.html", context.own(request.user))


@never_cache
@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """Show a lead the office's work."""
    return render(request, "office.html", context.office(request.user))
