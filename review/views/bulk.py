"""One verb on the rows chosen in the queue; the page then says row by row what happened."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from review.contexts import queue_filters
from review.forms import cleaned
from review.forms.queue import BulkForm, QueueForm
from review.htmx import refusals_told
from review.services import bulk
from review.views.queue import OUTCOMES
from review.workflow import Verb


@require_POST
@refusals_told
def assign(request: HttpRequest) -> HttpResponse:
    """Hand the chosen records to a reviewer."""
    form = cleaned(BulkForm(request.POST))
    outcomes = bulk.assign(form["record"], by=request.user, to=form["to"])
    return _told(request, Verb.ASSIGN, outcomes)


@require_POST
@refusals_told
def release(request: HttpRequest) -> HttpResponse:
    """Give the chosen records back to the queue."""
    form = cleaned(BulkForm(request.POST))
    return _told(request, Verb.RELEASE, bulk.release(form["record"], by=request.user))


@require_POST
@refusals_told
def recognize(request: HttpRequest) -> HttpResponse:
    """Have the chosen records read again."""
    form = cleaned(BulkForm(request.POST))
    return _told(request, Verb.RECOGNIZE, bulk.recognize(form["record"], by=request.user))


@require_POST
@refusals_told
def escalate(request: HttpRequest) -> HttpResponse:
    """Pass the chosen records up to the approvers."""
    form = cleaned(BulkForm(request.POST))
    outcomes = bulk.escalate(form["record"], by=request.user, reason=form["reason"])
    return _told(request, Verb.ESCALATE, outcomes)


def _told(request: HttpRequest, verb: Verb, outcomes: list[bulk.Outcome]) -> HttpResponse:
    """Lead back to the list, which tells once what became of each row."""
    request.session[OUTCOMES] = {"verb": verb, "rows": [asdict(outcome) for outcome in outcomes]}
    address = queue_filters.address(QueueForm(request.GET).asked())
    return redirect(f"{reverse('queue')}?{address}#outcomes")
