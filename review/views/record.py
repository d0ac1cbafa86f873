"""The record page, and what it answers to everything that is saved on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from review import access
from review.contexts.approval import Approval, is_for_approval
from review.contexts.record import Desk
from review.htmx import wants_fragment
from review.license_fields import TYPED_NAMES
from review.services import assignment
from review.services.viewing import Sight

if TYPE_CHECKING:
    from collections.abc import Iterable

    from review.contexts.fields import FieldRow

# What stands around the fields and may change with each of them.
STATUS = ("head-state", "saved", "next-doubt", "accept", "claim")


@never_cache
@require_GET
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a record: at the desk, or in the approval frame to who may decide about it.

    Who only uploads is led to the state of the upload.
    """
    if access.is_mere_upload(request, pk):
        return redirect(f"{reverse('upload')}#record-{pk}")
    shown = access.open_record(request, pk)
    assignment.renew(shown, by=request.user)
    if shown.purged_at:
        return render(request, "purged.html", {"record": shown})
    asked = "picture" in request.GET
    if is_for_approval(request.user, shown):
        context = Approval(request.user, shown, picture_asked=asked).page()
        return render(request, "approval.html", context)
    return render(request, "record.html", Desk(request.user, shown, picture_asked=asked).page())


def saved(request: HttpRequest, before: Desk, name: str = "") -> HttpResponse:
    """Answer a change: the rows that look different now, and the status; else the page again."""
    if not wants_fragment(request):
        messages.success(request, _("Saved"))
        return redirect(f"{reverse('record', args=[before.record.pk])}#field-{name}")
    assignment.renew(before.record, by=request.user)
    now = Desk(request.user, before.record)
    if now.state != before.state:
        return HttpResponse(headers={"HX-Refresh": "true"})
    touched = {row.name: row for row in now.changed_since(before)}
    if name:
        touched[name] = now.row(name)
    if now.picture_sight != before.picture_sight:
        return _with_other_picture(request, now, touched.values())
    return HttpResponse(_parts(request, now, touched.values(), STATUS))


def opened(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Answer the opening of a record that was fetched ahead: the claim as it is now."""
    return HttpResponse(_parts(request, desk, (), ("claim",)))


def row_again(request: HttpRequest, desk: Desk, name: str) -> HttpResponse:
    """Answer with one row as it stands; else the page again."""
    if name not in TYPED_NAMES:
        raise Http404
    if wants_fragment(request):
        return HttpResponse(_parts(request, desk, [desk.row(name)]))
    return redirect(f"{reverse('record', args=[desk.record.pk])}#field-{name}")


def _with_other_picture(request: HttpRequest, now: Desk, rows: Iterable[FieldRow]) -> HttpResponse:
    """Have the page load the other picture, covered or whole; all anew where it had none."""
    if now.picture_sight is Sight.LOCKED or not now.record.image.is_covered:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return HttpResponse(_parts(request, now, rows, (*STATUS, "picture-source")))


def refused(request: HttpRequest, desk: Desk, row: FieldRow, status: int) -> HttpResponse:
    """Answer what was not saved: ``row`` keeps what was typed and says why."""
    if wants_fragment(request):
        return HttpResponse(_parts(request, desk, [row]), status=status)
    desk.put(row)
    return render(request, "record.html", desk.page(), status=status)


def _parts(
    request: HttpRequest, desk: Desk, rows: Iterable[FieldRow], names: Iterable[str] = ()
) -> str:
    """Render rows and named parts of the page, each finding its own place by its id."""
    context = {**desk.status(), **desk.frame(), "now": "", "out_of_band": True}
    parts = [
        render_to_string("record.html#field", {**context, "row": row}, request) for row in rows
    ]
    parts += [render_to_string(f"record.html#{name}", context, request) for name in names]
    return "".join(parts)
