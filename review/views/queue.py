"""The queue: its lists, the search, views kept by name, and the next record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from review import access
from review.contexts import outcomes, queue_filters
from review.contexts.queue import Queue
from review.forms import cleaned
from review.forms.queue import FOUND, QueueForm, SaveViewForm, SearchForm
from review.htmx import page_or_fragment, refusals_told, wants_fragment
from review.services import assignment, saved_views, searching

# What the session keeps between a POST and the page that tells of it.
SEARCH, OUTCOMES = "queue search", "queue outcomes"


@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show a list; a refresh gets only what may change without moving a row."""
    access.check_reads(request)
    asked = QueueForm(request.GET).asked()
    seen = Queue(request.user, asked, request.session.get(SEARCH))
    if wants_fragment(request):
        return page_or_fragment(request, "queue.html", "queue-live", seen.live())
    told = outcomes.told(request.session.pop(OUTCOMES, None))
    return page_or_fragment(request, "queue.html", "", {**seen.page(), **told})


@require_POST
@refusals_told
def search(request: HttpRequest) -> HttpResponse:
    """Find records; the session keeps which, so that no address holds what was typed."""
    text = cleaned(SearchForm(request.POST))["text"]
    found = searching.search(text, by=request.user)
    if found.kind == searching.Kind.RECORD:
        return redirect("record", found.records[0])
    request.session[SEARCH] = {"kind": found.kind.value, "records": found.records}
    return redirect(f"{reverse('queue')}?state={FOUND}")


@require_POST
@refusals_told
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the list of the address under a name."""
    address = queue_filters.address(QueueForm(request.GET).asked())
    name = cleaned(SaveViewForm(request.POST))["name"]
    saved_views.save(name, address, by=request.user)
    messages.success(request, _("The view “%s” is kept.") % name)
    return redirect(f"{reverse('queue')}?{address}")


@require_POST
@refusals_told
def delete_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a view."""
    saved_views.delete(pk, by=request.user)
    messages.success(request, _("The view is deleted."))
    return redirect("queue")


@require_POST
@refusals_told
def claim_next(request: HttpRequest) -> HttpResponse:
    """Claim the most doubtful free record and open it; say so when none waits."""
    record = assignment.claim_next(by=request.user)
    if record is None:
        messages.info(request, _("No record waits for you now."))
        return redirect("queue")
    return redirect("record", pk=record.pk)
