"""The second pair of eyes: submit, approve, send back, reopen, withdraw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from review import access
from review.contexts import approval as contexts
from review.contexts import seeding
from review.exceptions import LookAgain
from review.forms import cleaned, first_sentence
from review.forms.approval import SendBackForm, SubmitForm
from review.forms.correction import FieldForm, ReasonForm
from review.htmx import refusals_told, wants_fragment
from review.license_fields import BY_NAME, PHOTO
from review.models import LicenseRecord
from review.permissions import check_can
from review.services import approval, blind
from review.views.assignment import next_record
from review.workflow import Verb


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
    with _asking_once(request, Verb.SUBMIT, pk) as sure:
        approval.submit(record, by=request.user, sure=sure, **form)
    told = seeding.told(record) if record.seeded else _("%s submitted.") % record.number
    messages.success(request, told)
    return next_record(request)


@require_POST
@refusals_told
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the proposal into force, and go on to what waits next."""
    record = access.get_record(request, pk)
    with _asking_once(request, Verb.APPROVE, pk) as sure:
        approval.approve(record, by=request.user, sure=sure)
    told = {"number": record.number, "state": record.get_state_display()}
    messages.success(request, _("%(number)s: %(state)s.") % told)
    return _next_approval(request)


@require_POST
@refusals_told
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the record to review with comments, and go on to what waits next."""
    record = access.get_record(request, pk)
    approval.send_back(record, by=request.user, **cleaned(SendBackForm(request.POST)))
    messages.success(request, _("%s sent back.") % record.number)
    return _next_approval(request)


@require_POST
@refusals_told
def enter_blind(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Compare what the approver typed without seeing the field; 422 when it is no such value."""
    record = access.get_record(request, pk)
    check_can(Verb.ENTER_BLIND, request.user, record)
    page = contexts.Approval(request.user, record)
    form = FieldForm(request.POST, field=BY_NAME.get(name, PHOTO))
    if not form.is_valid():
        page.refuse(name, first_sentence(form), request.POST.get("value", ""))
        return render(request, "approval.html", page.page(), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    value, version = form.cleaned_data["value"], form.cleaned_data["version"]
    blind.enter(record, name, value, by=request.user, seen_version=version)
    return redirect("record", pk)


@require_POST
@refusals_told
def keep_first(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Let the first value stand where the second entry differs."""
    blind.keep(access.get_record(request, pk), name, by=request.user)
    return redirect("record", pk)


@require_POST
@refusals_told
def adopt(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Take the second entry: a correction, so that somebody else approves; go on to the next."""
    record = access.get_record(request, pk)
    blind.adopt(record, name, by=request.user)
    messages.success(
        request, _("%s: corrected by you, so another person approves.") % record.number
    )
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


@contextmanager
def _asking_once(request: HttpRequest, verb: Verb, pk: int) -> Iterator[bool]:
    """Remember in the session that a short look was asked about: the same again is meant."""
    asked = [str(verb), pk]
    sure = request.session.pop("look again", None) == asked
    try:
        yield sure
    except LookAgain:
        request.session["look again"] = asked
        raise


def _next_approval(request: HttpRequest) -> HttpResponse:
    """Go on to what waits next, and is not about to be opened by somebody else."""
    if wants_fragment(request):
        return render(request, "_messages.html", {"out_of_band": True})
    waiting = LicenseRecord.objects.approvable_by(request.user).free_for(request.user)
    following = waiting.queue_order().first()
    return redirect("record", following.pk) if following else redirect("approvals")
