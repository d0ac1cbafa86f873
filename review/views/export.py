"""The export of approved records: a page that explains, and a streamed download."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from review.contexts import export as context
from review.forms.export import ExportForm
from review.htmx import refusals_told
from review.permissions import check_office
from review.services import export
from review.workflow import Verb

TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponseBase:
    """Explain what leaves and to whom; stream it when asked."""
    check_office(Verb.EXPORT, request.user)
    if request.method == "POST":
        return _download(request)
    return render(request, "exports.html", context.page(request.user, ExportForm()))


@refusals_told
def _download(request: HttpRequest) -> HttpResponseBase:
    """Stream the approved records as a file; the event is written before the first line."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        page = context.page(request.user, form)
        return render(request, "exports.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    fmt, purpose = form.cleaned_data["format"], form.cleaned_data["purpose"]
    lines = export.export(by=request.user, fmt=fmt, purpose=purpose)
    name = f"licenses-{timezone.localtime():%Y%m%d-%H%M%S}.{fmt}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type=TYPES[fmt], headers=headers)
