"""The one door to records for everything with a face: scope, 404, and the read log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from review.models import Finding, LicenseRecord
from review.permissions import check_roles, has_role, refusal
from review.services import viewing
from review.workflow import ACTIONS, Verb

if TYPE_CHECKING:
    from django.http import HttpRequest


def check_reads(request: HttpRequest) -> None:
    """Raise ActionDenied unless this person's role reads records at all."""
    check_roles(request.user, ACTIONS[Verb.VIEW].roles)


def is_mere_upload(request: HttpRequest, pk: int) -> bool:
    """Return whether ``pk`` is this person's own upload and their role reads no records."""
    if has_role(request.user, *ACTIONS[Verb.VIEW].roles):
        return False
    return LicenseRecord.objects.uploaded_by_user(request.user).numbered([pk]).exists()


def get_record(request: HttpRequest, pk: int) -> LicenseRecord:
    """Return a record that this person may see; raises Http404 otherwise, telling nothing."""
    records = LicenseRecord.objects.select_related(
        "source", "key", "claimed_by", "submitted_by", "decided_by", "uploaded_by"
    )
    record = get_object_or_404(records, pk=pk)
    if refusal(Verb.VIEW, request.user, record):
        raise Http404
    return record


def open_record(request: HttpRequest, pk: int) -> LicenseRecord:
    """Return a record for a screen that shows its data, and write the read event."""
    record = get_record(request, pk)
    viewing.view(record, by=request.user)
    return record


def get_finding(record: LicenseRecord, pk: int) -> Finding:
    """Return a finding of ``record``; raises Http404."""
    finding = get_object_or_404(Finding, pk=pk, record=record)
    finding.record = record
    return finding
