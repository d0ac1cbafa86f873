"""Changing fields and ending findings."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from review import access
from review.contexts.fields import with_problem
from review.contexts.record import Desk
from review.exceptions import StaleRecord
from review.forms import cleaned, first_sentence
from review.forms.correction import DraftForm, FieldForm, ReasonForm, UndoForm
from review.htmx import refusals_told
from review.license_fields import BY_NAME, TYPED_NAMES
from review.services import correction, drafts
from review.views.record import refused, row_again, saved


@require_POST
@refusals_told
def correct(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Save one field as typed: saved, invalid (422), or overtaken by another save (409)."""
    desk = Desk(request.user, access.get_record(request, pk))
    if name not in TYPED_NAMES:
        raise Http404
    form = FieldForm(request.POST, field=BY_NAME[name])
    if not form.is_valid():
        return _invalid(request, desk, name, first_sentence(form))
    value, version = form.cleaned_data["value"], form.cleaned_data["version"]
    try:
        correction.correct(desk.record, name, value, by=request.user, seen_version=version)
    except StaleRecord as stale:
        return _overtaken(request, desk, name, str(stale))
    return saved(request, desk, name)


@require_POST
@refusals_told
def undo(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Bring one field back to the value before, or show both values if it moved on (409)."""
    desk = Desk(request.user, access.get_record(request, pk))
    version = cleaned(UndoForm(request.POST))["version"]
    correction.undo(desk.record, name, by=request.user, seen_version=version)
    return saved(request, desk, name)


@require_POST
@refusals_told
def draft(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Keep what is being typed into a field; or forget it, and show the field as it stands."""
    record = access.get_record(request, pk)
    told = cleaned(DraftForm(request.POST))
    if told["drop"]:
        drafts.drop(record, name, by=request.user)
        return row_again(request, Desk(request.user, record), name)
    drafts.keep(record, name, told["value"], by=request.user, seen_version=told["version"])
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@refusals_told
def take(request: HttpRequest, pk: int, finding: int, index: int) -> HttpResponse:
    """Take a finding's suggestion."""
    desk = Desk(request.user, access.get_record(request, pk))
    doubt = access.get_finding(desk.record, finding)
    correction.take_suggestion(doubt, index, by=request.user)
    return saved(request, desk, doubt.field)


@require_POST
@refusals_told
def confirm(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """Vouch for a value that a warning or a note doubts."""
    desk = Desk(request.user, access.get_record(request, pk))
    doubt = access.get_finding(desk.record, finding)
    correction.confirm(doubt, by=request.user)
    return saved(request, desk, doubt.field)


@require_POST
@refusals_told
def dismiss(request: HttpRequest, pk: int, finding: int) -> HttpResponse:
    """End an error that does not hold, with a reason."""
    desk = Desk(request.user, access.get_record(request, pk))
    doubt = access.get_finding(desk.record, finding)
    reason = cleaned(ReasonForm(request.POST))["reason"]
    correction.dismiss(doubt, by=request.user, reason=reason)
    return saved(request, desk, doubt.field)


def _invalid(request: HttpRequest, desk: Desk, name: str, sentence: str) -> HttpResponse:
    row = with_problem(desk.row(name), sentence, request.POST.get("value", ""))
    return refused(request, desk, row, HTTPStatus.UNPROCESSABLE_ENTITY)


def _overtaken(request: HttpRequest, desk: Desk, name: str, sentence: str) -> HttpResponse:
    """Show both values: what was typed, and what somebody saved in the meantime."""
    standing = Desk(request.user, desk.record).row(name)
    row = with_problem(standing, sentence, request.POST["value"], stored=standing.value)
    return refused(request, desk, row, HTTPStatus.CONFLICT)
