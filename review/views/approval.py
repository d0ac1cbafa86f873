"""The second pair of eyes: submit, approve, send back, reopen, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from review import access
from review.contexts import approval as contexts
from review.forms import cleaned
from review.forms.approval import CommentForm, SubmitForm
from review.forms.correction import ReasonForm
from review.htmx import refusals_told
from review.models import LicenseRecord
from review.services import approval
from review.views.assignment import next_record


@never_cache
@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """List what waits for this person's approval."""
    return render(request, "approvals.html", contexts.waiting(request.user))


@require_POST
@refusals_told
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to accept or to reject, and go on to the next record."""
    record = access.get_record(request, pk)
    form = cleaned(SubmitForm(request.POST))
    approval.submit(record, by=request.user, **form)
    messages.success(request, _("%s submitted.") % record.number)
    return next_record(request)


@require_POST
@refusals_told
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the proposal into force, and go on to what waits next."""
    record = access.get_record(request, pk)
    approval.approve(record, by=request.user)
    told = {"number": record.number, "state": record.get_state_display()}
    messages.success(request, _("%(number)s: %(state)s.") % told)
    return _next_approval(request)


@require_POST
@refusals_told
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the record to review with a comment, and go on to what waits next."""
    record = access.get_record(request, pk)
    comment = cleaned(CommentForm(request.POST))["comment"]
    approval.send_back(record, by=request.user, comment=comment)
    messages.success(request, _("%s sent back.") % record.number)
    return _next_approval(request)


@require_POST
@refusals_told
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a decided record back to review, with a reason."""
    record = access.get_record(request, pk)
    reason = cleaned(ReasonForm(request.POST))["reason"]
    approval.reopen(record, by=request.user, reason=reason)
    return redirect("record", pk)


@require_POST
@refusals_told
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """End an open record without a decision, with a reason."""
    record = access.get_record(request, pk)
    reason = cleaned(ReasonForm(request.POST))["reason"]
    approval.withdraw(record, by=request.user, reason=reason)
    return redirect("record", pk)


def _next_approval(request: HttpRequest) -> HttpResponse:
    following = LicenseRecord.objects.approvable_by(request.user).queue_order().first()
    return redirect("record", following.pk) if following else redirect("approvals")
