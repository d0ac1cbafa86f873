"""The next record, fetched ahead of the one at the desk: its page part, its picture, its opening.

The page keeps both in its memory and shows them the moment the record before is submitted.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from review import access
from review.contexts.approval import Approval, is_for_approval
from review.contexts.record import Desk
from review.forms import cleaned
from review.forms.correction import OpenForm
from review.htmx import refusals_told
from review.services import ahead, viewing
from review.views.picture import answered
from review.views.record import opened


@never_cache
@require_POST
@refusals_told
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the desk of the record that comes after ``pk``, or nothing where none waits."""
    beside = access.get_record(request, pk)
    following = ahead.fetch(beside, by=request.user)
    if following is None:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    record = access.get_record(request, following.pk)
    if is_for_approval(request.user, record):
        return render(request, "approval.html#desk", Approval.ahead(request.user, record).page())
    return render(request, "record.html#desk", Desk.ahead(request.user, record).page())


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the picture of the record that was fetched ahead, written down as that."""
    record = access.get_record(request, pk)
    return answered(viewing.fetch_picture_ahead(record, by=request.user))


@require_POST
@refusals_told
def open_it(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the record that was fetched ahead and is now shown; answer its claim, if it has one."""
    record = access.get_record(request, pk)
    version = cleaned(OpenForm(request.POST))["version"]
    ahead.show(record, by=request.user, seen_version=version)
    if is_for_approval(request.user, record):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return opened(request, Desk(request.user, record))
