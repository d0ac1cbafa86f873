"""Test records: the leads' page of cards and outcomes."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from review.contexts import seeding as context
from review.exceptions import ImageRefused
from review.forms.seeding import CardForm
from review.htmx import refusals_told
from review.models import SeededCard
from review.permissions import check_roles
from review.services import seeding
from review.workflow import Role


@never_cache
@require_GET
def test_records(request: HttpRequest) -> HttpResponse:
    """Show the cards, and how the reviewers did."""
    return render(request, "test_records.html", context.page(request.user))


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Take a card in; 422 with what was typed where something is wrong."""
    check_roles(request.user, {Role.LEAD})
    form = CardForm(request.POST, request.FILES)
    if form.is_valid() and _added(request, form):
        return redirect("test-records")
    page = context.page(request.user, form)
    return render(request, "test_records.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
@refusals_told
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a card out no more."""
    check_roles(request.user, {Role.LEAD})
    card = get_object_or_404(SeededCard, pk=pk)
    seeding.retire(card, by=request.user)
    messages.success(request, _("%s is given out no more.") % card)
    return redirect("test-records")


def _added(request: HttpRequest, form: CardForm) -> bool:
    told = form.cleaned_data
    try:
        data = told["image"].read(settings.KRDL_MAX_UPLOAD_BYTES + 1)
        card = seeding.add(data, told["truth"], told["shown"], by=request.user)
    except ImageRefused as refusal:
        form.add_error("image", str(refusal))
        return False
    messages.success(request, _("%s is taken in, and given out once it was read.") % card)
    return True
