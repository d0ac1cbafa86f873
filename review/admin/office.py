"""Office policies, and changes that wait for a second administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from review.admin.history import HistoryAdmin
from review.admin.site import site
from review.contexts import office as contexts
from review.exceptions import ReviewError
from review.forms.office import EndingForm, FactorResetForm, PolicyForm, TrustForm
from review.models import OfficeSetting, PendingChange, Source
from review.office_policy import POLICIES
from review.services import accounts, office


def tell_waiting(request: HttpRequest, pending: PendingChange | None) -> None:
    """Say that a change is kept but waits, where it does."""
    if pending:
        messages.warning(request, _("This waits until a second administrator confirms it."))


@site.page("office/", "office")
@require_GET
def policies(request: HttpRequest) -> HttpResponse:
    """Show every policy and every waiting change."""
    return _page(request)


@site.page("office/factor/", "office-factor")
@require_POST
def reset_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the end of a lost second factor."""
    form = FactorResetForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Name an account that is here, and a reason."))
        return redirect("admin:office")
    told = form.cleaned_data
    tell_waiting(
        request,
        accounts.ask_factor_reset(told["account"], by=request.user, reason=told["reason"]),
    )
    return redirect("admin:office")


@site.page("office/<slug:name>/", "office-change")
@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Change one policy."""
    form = PolicyForm(_policy(name), request.POST)
    if not form.is_valid():
        return _page(request, form)
    told = form.cleaned_data
    pending = office.change(name, told["value"], by=request.user, reason=told["reason"])
    messages.success(request, _("Saved.")) if pending is None else tell_waiting(request, pending)
    return redirect("admin:office")


@site.page("office/sources/<slug:key>/", "office-source")
@require_POST
def trust(request: HttpRequest, key: str) -> HttpResponse:
    """Trust a source, or trust it no more."""
    source, form = get_object_or_404(Source, key=key), TrustForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the reason."))
        return redirect("admin:office")
    told = form.cleaned_data
    pending = office.trust(source, told["trusted"], by=request.user, reason=told["reason"])
    messages.success(request, _("Saved.")) if pending is None else tell_waiting(request, pending)
    return redirect("admin:office")


@site.page("office/waiting/<int:pk>/", "office-end")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or refuse a waiting change."""
    pending, form = get_object_or_404(PendingChange, pk=pk), EndingForm(request.POST)
    try:
        if form.is_valid() and form.cleaned_data["decision"] == "confirm":
            office.confirm(pending, by=request.user)
            messages.success(request, _("Confirmed: this is in force now."))
        elif form.is_valid():
            office.refuse(pending, by=request.user, reason=form.cleaned_data["reason"])
            messages.success(request, _("Refused: nothing changes."))
    except ReviewError as refused:
        messages.error(request, str(refused))
    return redirect("admin:office")


def _page(request: HttpRequest, bound: PolicyForm | None = None) -> HttpResponse:
    shown = contexts.page(request.user, bound)
    status = 200 if bound is None else 422
    return render(request, "admin/office.html", site.each_context(request) | shown, status=status)


def _policy(name: str) -> Any:
    if name not in POLICIES:
        raise Http404
    return POLICIES[name]


@admin.register(PendingChange, site=site)
class PendingChangeAdmin(HistoryAdmin):
    """All changes that took two: who asked, who confirmed or refused."""

    list_display = (
        "kind",
        "subject",
        "state",
        "asked_by",
        "asked_at",
        "confirmed_by",
        "refused_by",
    )
    list_filter = ("state", "kind")
    fields = (
        "kind", "subject", "before", "after", "reason", "state", "asked_by", "asked_at",
        "confirmed_by", "refused_by", "refusal", "ended_at",
    )  # fmt: skip


@admin.register(OfficeSetting, site=site)
class OfficeSettingAdmin(HistoryAdmin):
    """Policies as they were set; they are changed on the page of policies."""

    list_display = ("name", "value", "reason", "changed_by", "changed_at")
    fields = ("name", "value", "reason", "changed_by", "changed_at")
