"""Records, their pictures, attempts, extractions, findings and values: to read, masked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from review.admin.history import HistoryAdmin, link, link_to_record, link_to_trail, record_pk
from review.admin.site import site
from review.contexts.findings import evidence_of, message_of
from review.contexts.values import shown
from review.license_fields import BY_NAME, NAMES
from review.models import Attempt, Extraction, FieldValue, Finding, Image, LicenseRecord


def _language() -> str:
    return (get_language() or "ko")[:2]


def _label(name: str) -> str:
    return BY_NAME[name].label(_language()) if name in BY_NAME else "–"


def _list_of(model: str) -> str:
    return f"admin:review_{model}_changelist"


def _table(rows: list[tuple[str, str]]) -> SafeString:
    """Return label and value, a line each."""
    lines = format_html_join("", "<tr><th>{}</th><td>{}</td></tr>", rows)
    return format_html("<table>{}</table>", lines)


@admin.register(LicenseRecord, site=site)
class RecordAdmin(HistoryAdmin):
    """Records: where they stand, and the way to everything that belongs to them."""

    list_display = (
        "record_number", "state", "source", "doubt", "created_at", "claimed_by", "submitted_by",
        "decided_by", "trail",
    )  # fmt: skip
    list_filter = ("state", "source")
    list_select_related = ("source", "claimed_by", "submitted_by", "decided_by")
    search_fields = ("attempts__request_id",)
    search_help_text = _("Record number (K-001842) or request id")
    fields = (
        "record_number", "state", "version", "source", "uploaded_by", "created_at", "changed_at",
        "doubt", "claimed_by", "claim_until", "submitted_by", "submitted_at", "proposal",
        "reject_reason", "decided_by", "decided_at", "trail", "belongings",
    )  # fmt: skip
    personal = ("values_now",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find a record by its number, or by the request id of an attempt."""
        if not search_term:
            return queryset, False
        asked = Q(attempts__request_id=search_term.strip())
        if pk := record_pk(search_term):
            asked |= Q(pk=pk)
        return queryset.filter(asked), True

    @admin.display(description=_("record number"), ordering="pk")
    def record_number(self, record: LicenseRecord) -> str:
        """Return the number that staff use."""
        return record.number

    @admin.display(description=_("trail"))
    def trail(self, record: LicenseRecord) -> SafeString:
        """Return the link to the record's events."""
        return link_to_trail(record.pk)

    @admin.display(description=_("belongs to it"))
    def belongings(self, record: LicenseRecord) -> SafeString:
        """Return links to the rows of the record, a kind each."""
        of_it = f"?record__id__exact={record.pk}"
        metas = [kind._meta for kind in (Image, Attempt, Extraction, FieldValue, Finding)]
        links = [
            (
                link(
                    f"admin:review_{meta.model_name}_changelist",
                    meta.verbose_name_plural,
                    query=of_it,
                ),
            )
            for meta in metas
        ]
        return format_html_join(" · ", "{}", links)

    @admin.display(description=_("values"))
    def values_now(self, record: LicenseRecord) -> SafeString:
        """Return the values as they stand, numbers masked."""
        values = record.values_by_name()
        known = (name for name in NAMES if name in values)
        return _table(
            [(_label(name), shown(name, values[name].value, revealed=False)) for name in known]
        )


class BelongingAdmin(HistoryAdmin):
    """Rows of a record: found by the record's number, linked back to it."""

    list_select_related: Any = ("record",)
    list_filter: Any = ("record__state",)
    search_fields = ("record__id",)
    search_help_text = _("Record number (K-001842)")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find the rows of a record by its number."""
        if not search_term:
            return queryset, False
        return queryset.filter(self.found_by(search_term.strip())), False

    def found_by(self, term: str) -> Q:
        """Return the condition that ``term`` stands for."""
        return Q(record_id=record_pk(term) or 0)

    @admin.display(description=_("license record"), ordering="record_id")
    def of_record(self, row: Any) -> SafeString:
        """Return the link to the record."""
        return link_to_record(row.record_id, row.record.number)


@admin.register(Image, site=site)
class ImageAdmin(BelongingAdmin):
    """Pictures: what they measure, never what they show."""

    list_display = ("pk", "of_record", "current", "content_type", "width", "height", "uploaded_at")
    fields = (
        "of_record", "current", "content_type", "width", "height", "size", "uploaded_at",
    )  # fmt: skip


@admin.register(Attempt, site=site)
class AttemptAdmin(BelongingAdmin):
    """Attempts: which endpoint, how long, with what outcome."""

    list_display = (
        "pk", "of_record", "outcome", "error_code", "request_id", "duration_ms", "started_at",
    )  # fmt: skip
    list_filter = ("outcome", "error_code")
    search_help_text = _("Record number (K-001842) or request id")
    fields = (
        "of_record", "endpoint", "request_id", "outcome", "error_code", "duration_ms",
        "started_at", "finished_at",
    )  # fmt: skip

    def found_by(self, term: str) -> Q:
        """Find an attempt by its request id as well."""
        return super().found_by(term) | Q(request_id=term)


@admin.register(Extraction, site=site)
class ExtractionAdmin(BelongingAdmin):
    """Extractions: the answer as received, numbers masked, without the portrait."""

    list_display = ("pk", "of_record", "request_id", "received_at")
    list_select_related = ("record", "attempt")
    search_help_text = _("Record number (K-001842) or request id")
    fields = ("of_record", "request_id", "received_at")
    personal = ("answer",)

    def found_by(self, term: str) -> Q:
        """Find an extraction by the request id of its attempt as well."""
        return super().found_by(term) | Q(attempt__request_id=term)

    @admin.display(description=_("request id"))
    def request_id(self, extraction: Extraction) -> str:
        """Return the id that the endpoint gave the answer."""
        return extraction.attempt.request_id

    @admin.display(description=_("answer"))
    def answer(self, extraction: Extraction) -> SafeString:
        """Return the twelve fields but the portrait, numbers masked."""
        response = extraction.response or {}
        return _table(
            [(name, shown(name, response.get(name) or "", revealed=False)) for name in NAMES]
        )


@admin.register(FieldValue, site=site)
class FieldValueAdmin(BelongingAdmin):
    """Field values: how each came to stand, the value itself masked."""

    list_display = (
        "pk",
        "of_record",
        "label",
        "origin",
        "confidence",
        "corrected_by",
        "confirmed_by",
    )
    list_filter = ("name", "origin")
    list_select_related = ("record", "corrected_by", "confirmed_by")
    fields = (
        "of_record", "label", "origin", "confidence", "version", "corrected_by", "corrected_at",
        "confirmed_by", "confirmed_at",
    )  # fmt: skip
    personal = ("now", "as_read")

    @admin.display(description=_("field"), ordering="name")
    def label(self, value: FieldValue) -> str:
        """Return the field's label."""
        return _label(value.name)

    @admin.display(description=_("value"))
    def now(self, value: FieldValue) -> str:
        """Return the value as it stands, numbers masked."""
        return shown(value.name, value.value, revealed=False)

    @admin.display(description=_("as read"))
    def as_read(self, value: FieldValue) -> str:
        """Return what was read, numbers masked."""
        return shown(value.name, value.extracted, revealed=False)


@admin.register(Finding, site=site)
class FindingAdmin(BelongingAdmin):
    """Findings: which rule doubted what, and how the doubt ended."""

    list_display = (
        "pk",
        "of_record",
        "rule",
        "label",
        "severity",
        "status",
        "ended_by",
        "found_at",
    )
    list_filter = ("severity", "status", "field")
    list_select_related = ("record", "ended_by")
    search_help_text = _("Record number (K-001842) or rule")
    fields = (
        "of_record", "rule", "rule_version", "label", "severity", "status", "found_at",
        "ended_by", "ended_at",
    )  # fmt: skip
    personal = ("sentence", "evidence")

    def found_by(self, term: str) -> Q:
        """Find findings by their rule as well."""
        return super().found_by(term) | Q(rule=term)

    @admin.display(description=_("field"), ordering="field")
    def label(self, finding: Finding) -> str:
        """Return the field's label."""
        return _label(finding.field)

    @admin.display(description=_("message"))
    def sentence(self, finding: Finding) -> str:
        """Return the finding's sentence, numbers masked."""
        return message_of(finding, _language())

    @admin.display(description=_("evidence"))
    def evidence(self, finding: Finding) -> str:
        """Return what the finding rests on, numbers masked."""
        return evidence_of(finding, _language())
