"""Audit events: the trail, to read and to search."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from review.admin.history import HistoryAdmin, link_to_record, record_pk
from review.admin.site import site
from review.models import AuditEvent, LicenseRecord


@admin.register(AuditEvent, site=site)
class AuditEventAdmin(HistoryAdmin):
    """The ledger, newest first; values before and after stay sealed here."""

    list_display = ("seq", "at", "actor", "verb", "of_record", "details")
    list_filter = ("verb",)
    ordering = ("-seq",)
    search_fields = ("actor",)
    search_help_text = _("Record number (K-001842), actor or verb")
    fields = ("seq", "at", "actor", "verb", "of_record", "details", "previous_mac", "mac")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find events by record number, actor or verb."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(
            Q(record_id=record_pk(term) or 0) | Q(actor=term) | Q(verb=term)
        ), False

    @admin.display(description=_("license record"), ordering="record_id", empty_value="–")
    def of_record(self, event: AuditEvent) -> SafeString | None:
        """Return the link to the record that the event tells of."""
        if event.record_id is None:
            return None
        return link_to_record(event.record_id, LicenseRecord(pk=event.record_id).number)
