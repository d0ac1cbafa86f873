"""Uncovering the numbers of a record."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from review import access
from review.contexts.record import Desk
from review.forms import cleaned
from review.forms.correction import PurposeForm
from review.htmx import refusals_told
from review.services import viewing
from review.views.record import saved


@require_POST
@refusals_told
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show whole numbers: until the claim ends to its holder, briefly to who states a purpose."""
    desk = Desk(request.user, access.get_record(request, pk))
    purpose = cleaned(PurposeForm(request.POST))["purpose"]
    viewing.reveal(desk.record, by=request.user, purpose=purpose)
    return saved(request, desk)
