"""One person's records: found, held, exported, erased; for the privacy officer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from review.contexts import persons as context
from review.forms import cleaned
from review.forms.persons import EraseForm, FindForm, RequestForm
from review.htmx import refusals_told
from review.permissions import check_roles
from review.services import holds
from review.services import persons as service
from review.workflow import Role


@never_cache
@require_GET
def persons(request: HttpRequest) -> HttpResponse:
    """Show the form; a number is never part of an address."""
    check_roles(request.user, {Role.PRIVACY_OFFICER})
    return render(request, "persons.html", context.page())


@never_cache
@require_http_methods(["GET", "POST"])
@refusals_told
def find(request: HttpRequest) -> HttpResponse:
    """Show the records with that number, numbers masked; the search is an event.

    What is refused on this page leads back to its address, which holds no number: to the form.
    """
    if request.method == "GET":
        return redirect("persons")
    found = service.find(cleaned(FindForm(request.POST)), by=request.user)
    return render(request, "persons.html", context.page(found))


@require_POST
@refusals_told
def export(request: HttpRequest) -> HttpResponseBase:
    """Stream everything that is kept about the chosen records."""
    asked = cleaned(RequestForm(request.POST))
    parts = service.export(asked["record"], by=request.user, reason=asked["reason"])
    headers = {
        "Content-Disposition": 'attachment; filename="person.zip"',
        "Cache-Control": "no-store",
    }
    return StreamingHttpResponse(parts, content_type="application/zip", headers=headers)


@require_POST
@refusals_told
def hold(request: HttpRequest) -> HttpResponse:
    """Put the chosen records under legal hold."""
    asked = cleaned(RequestForm(request.POST))
    for record in asked["record"]:
        holds.hold(record, by=request.user, reason=asked["reason"])
    messages.success(request, _("Under legal hold: %d.") % len(asked["record"]))
    return redirect("persons")


@require_POST
@refusals_told
def lift(request: HttpRequest) -> HttpResponse:
    """Lift the legal hold of the chosen records."""
    asked = cleaned(RequestForm(request.POST))
    for record in asked["record"]:
        holds.lift(record, by=request.user, reason=asked["reason"])
    messages.success(request, _("Hold lifted: %d.") % len(asked["record"]))
    return redirect("persons")


@require_POST
@refusals_told
def erase(request: HttpRequest) -> HttpResponse:
    """Destroy the data of the chosen records for good."""
    asked = cleaned(EraseForm(request.POST))
    service.erase(asked["record"], by=request.user, reason=asked["reason"])
    messages.success(request, _("Data destroyed: %d.") % len(asked["record"]))
    return redirect("persons")
