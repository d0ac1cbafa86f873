"""The queue: what waits, what is held, and the next record."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from review import access
from review.contexts.queue import Queue
from review.forms.queue import QueueForm
from review.htmx import page_or_fragment, refusals_told, wants_fragment
from review.services import assignment


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Show a list; a refresh gets only what may change without moving a row."""
    access.check_reads(request)
    seen = Queue(request.user, QueueForm(request.GET).asked())
    context = seen.live() if wants_fragment(request) else seen.page()
    return page_or_fragment(request, "queue.html", "queue-live", context)


@require_POST
@refusals_told
def claim_next(request: HttpRequest) -> HttpResponse:
    """Claim the most doubtful free record and open it; say so when none waits."""
    record = assignment.claim_next(by=request.user)
    if record is None:
        messages.info(request, _("No record waits for you now."))
        return redirect("queue")
    return redirect("record", pk=record.pk)
