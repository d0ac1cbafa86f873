"""Who works on what: claim, release, take over, skip, escalate, return."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from review import access
from review.contexts.record import Desk
from review.forms import cleaned
from review.forms.approval import CommentForm
from review.forms.assignment import LeaveForm
from review.forms.correction import ReasonForm
from review.htmx import page_or_fragment, refusals_told, wants_fragment
from review.services import assignment


@require_POST
@refusals_told
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the record."""
    record = access.get_record(request, pk)
    assignment.claim(record, by=request.user)
    return redirect("record", pk)


@require_POST
@refusals_told
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the record back to the queue."""
    record = access.get_record(request, pk)
    assignment.release(record, by=request.user)
    messages.success(request, _("%s is back in the queue.") % record.number)
    return redirect("queue")


@require_POST
@refusals_told
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold the record for longer; a page that is at work gets its claim's new end."""
    record = access.get_record(request, pk)
    assignment.renew(record, by=request.user)
    if not wants_fragment(request):
        return redirect("record", pk)
    return page_or_fragment(request, "record.html", "claim", Desk(request.user, record).frame())


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Release the claim that a page showed when it was closed."""
    record = access.get_record(request, pk)
    form = LeaveForm(request.POST)
    if form.is_valid():
        assignment.leave(record, by=request.user, seen=form.cleaned_data["until"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@refusals_told
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the record from its holder, with a reason."""
    record = access.get_record(request, pk)
    reason = cleaned(ReasonForm(request.POST))["reason"]
    assignment.take_over(record, by=request.user, reason=reason)
    return redirect("record", pk)


@require_POST
@refusals_told
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the record aside, with a reason, and go on."""
    record = access.get_record(request, pk)
    reason = cleaned(ReasonForm(request.POST))["reason"]
    assignment.skip(record, by=request.user, reason=reason)
    return next_record(request)


@require_POST
@refusals_told
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the record up to the approvers, with a reason, and go on."""
    record = access.get_record(request, pk)
    reason = cleaned(ReasonForm(request.POST))["reason"]
    assignment.escalate(record, by=request.user, reason=reason)
    messages.success(request, _("%s was escalated.") % record.number)
    return next_record(request)


@require_POST
@refusals_told
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return an escalated record to review, with a comment."""
    record = access.get_record(request, pk)
    comment = cleaned(CommentForm(request.POST))["comment"]
    assignment.give_back(record, by=request.user, comment=comment)
    messages.success(request, _("%s is back in review.") % record.number)
    return redirect("queue")


def next_record(request: HttpRequest) -> HttpResponse:
    """Go on to the next record claimed for this person, or to the queue when none waits.

    A desk that shows the next record already, since it was fetched ahead, only gets the message.
    """
    if wants_fragment(request):
        return render(request, "_messages.html", {"out_of_band": True})
    following = assignment.claim_next(by=request.user)
    if following is None:
        messages.info(request, _("No records waiting. New images will appear here."))
        return redirect("queue")
    return redirect("record", following.pk)
