"""Uploading: every file gets its own answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from review.contexts import intake as context
from review.exceptions import ImageRefused
from review.forms.intake import UploadForm
from review.htmx import page_or_fragment
from review.outage import OUTAGES, is_outage
from review.permissions import check_office
from review.services import intake
from review.workflow import Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import UploadedFile

    from review.models import Source


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Show the page, or take the files in one by one: 422 when none of them was accepted."""
    check_office(Verb.UPLOAD, request.user)
    if request.method != "POST":
        return page_or_fragment(
            request,
            "upload.html",
            "my-uploads",
            context.page(request.user, UploadForm(request.user), ()),
        )
    form = UploadForm(request.user, request.POST, request.FILES)
    files = form.cleaned_data["files"] if form.is_valid() else []
    source = form.cleaned_data.get("source")
    answers = [_take_in(file, request.user, source) for file in files]
    taken = any(answer.outcome == "accepted" for answer in answers)
    return page_or_fragment(
        request,
        "upload.html",
        "upload-answers",
        context.page(request.user, form, answers),
        status=HTTPStatus.OK if taken else HTTPStatus.UNPROCESSABLE_ENTITY,
    )


def _take_in(file: UploadedFile, by: User, source: Source | None) -> context.Answer:
    """Take one file in, never more of it than can be accepted, and answer it."""
    try:
        data = file.read(settings.KRDL_MAX_UPLOAD_BYTES + 1)
        return context.accepted(file, intake.upload(data, by=by, source=source, name=file.name))
    except ImageRefused as refusal:
        return context.refused(file, refusal)
    except OUTAGES as error:
        is_outage(error)
        return context.refused(file, ImageRefused("outage", str(intake.SENTENCES["outage"])))
