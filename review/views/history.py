"""The trail: of a record, and of all of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from review import access
from review.contexts.history import days
from review.contexts.trail import page
from review.forms.trail import TrailForm
from review.htmx import page_or_fragment
from review.services import blind, viewing


@never_cache
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the history as a page, or as the drawer of the desk."""
    record = access.get_record(request, pk)
    viewing.view_trail(by=request.user, record=record)
    hidden = blind.hidden(record, by=request.user)
    return page_or_fragment(
        request, "history.html", "trail", {"record": record, "days": days(record, hidden)}
    )


@never_cache
@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Show the events of all records, filtered; that is an event itself."""
    form = TrailForm(request.GET)
    viewing.view_trail(by=request.user, asked=form.told())
    return render(request, "trail.html", page(form))
