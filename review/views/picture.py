"""The picture of a card: shown, turned, replaced, read again."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from review import access
from review.forms import cleaned
from review.forms.correction import ReplaceForm, TurnForm
from review.htmx import refusals_told, wants_fragment
from review.services import correction, intake, recognition, viewing

# A picture is personal data: kept by no cache, run by no browser.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
}


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the picture; the service writes that it was revealed."""
    record = access.get_record(request, pk)
    data = viewing.show_picture(record, by=request.user)
    return answered(data)


@require_GET
def portrait(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the portrait the engine returned; the service writes that it was revealed."""
    record = access.get_record(request, pk)
    data = viewing.show_portrait(record, by=request.user)
    if data is None:
        raise Http404
    return answered(data)


def answered(data: bytes) -> HttpResponse:
    """Return a picture as an answer."""
    return HttpResponse(data, content_type="image/jpeg", headers=HEADERS)


@require_POST
@refusals_told
def turn(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the picture turned for the next look at it."""
    record = access.get_record(request, pk)
    degrees = cleaned(TurnForm(request.POST))["degrees"]
    correction.turn(record, degrees, by=request.user)
    if wants_fragment(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return redirect("record", pk)


@require_POST
@refusals_told
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another picture in place of the current one and have it read."""
    record = access.get_record(request, pk)
    form = ReplaceForm(request.POST, request.FILES)
    intake.replace(record, cleaned(form)["image"].read(), by=request.user)
    messages.success(request, _("The new image is waiting to be read."))
    return redirect("record", pk)


@require_POST
@refusals_told
def recognize(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the picture read again."""
    record = access.get_record(request, pk)
    recognition.recognize_again(record, by=request.user)
    messages.success(request, _("The image is waiting to be read again."))
    return redirect("record", pk)
