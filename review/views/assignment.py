"""Who works on what: claim, release, take over, skip, escalate, return."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from review import access
from review.forms import cleaned
from review.forms.approval import CommentForm
from review.forms.correction import ReasonForm
from review.htmx import refusals_told
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
    """Go on to the next record claimed for this person, or to the queue when none waits."""
    following = assignment.claim_next(by=request.user)
    if following is None:
        messages.info(request, _("No records waiting. New images will appear here."))
        return redirect("queue")
    return redirect("record", following.pk)
