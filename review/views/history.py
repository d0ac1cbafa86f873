"""The history of a record: its audit events in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from review import access
from review.contexts.history import days
from review.htmx import page_or_fragment


@never_cache
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the history as a page, or as the drawer of the desk."""
    record = access.open_record(request, pk)
    return page_or_fragment(
        request, "history.html", "trail", {"record": record, "days": days(record)}
    )
