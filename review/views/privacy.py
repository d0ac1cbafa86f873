"""The privacy officer's monthly review: look, download, sign."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from review.contexts import privacy as context
from review.forms import cleaned
from review.forms.privacy import DownloadForm, SignForm
from review.htmx import refusals_told
from review.services import privacy, viewing


@never_cache
@require_GET
def reviews(request: HttpRequest) -> HttpResponse:
    """List the months, each with who signed it."""
    return render(request, "reviews.html", context.months(request.user))


@never_cache
@require_GET
def review(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show who read what in a month; that is an event itself."""
    of = context.month_of(year, month)
    page = context.page(request.user, of)
    viewing.view_trail(by=request.user, asked={"month": f"{of:%Y-%m}"})
    return render(request, "review.html", page)


@require_POST
@refusals_told
def sign(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Keep that this person looked at the month."""
    of = context.month_of(year, month)
    privacy.sign_off(of, by=request.user, note=cleaned(SignForm(request.POST))["note"])
    messages.success(request, _("The month is signed."))
    return redirect("review", year, month)


@require_POST
@refusals_told
def download(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    """Stream the month's lines; the event with the reason is written before the first."""
    of = context.month_of(year, month)
    reason = cleaned(DownloadForm(request.POST))["reason"]
    lines = privacy.download(of, by=request.user, reason=reason)
    name = f"trail-{of:%Y-%m}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=headers)
