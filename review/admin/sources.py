"""Sources: where images come from, kept by administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.history import HistoryAdmin
from review.admin.site import site
from review.models import Source
from review.models.source import NumberHandling
from review.permissions import has_role
from review.services import sources
from review.workflow import Role


class SourceForm(forms.ModelForm):
    """A source; keeping whole resident numbers asks for the statute."""

    def clean(self) -> dict[str, Any]:
        """Ask for the statute where it is needed."""
        cleaned = super().clean() or {}
        keeps = cleaned.get("number_handling") == NumberHandling.KEEP
        if keeps and not (cleaned.get("number_statute") or "").strip():
            sentence = _("Name the statute that asks for the whole resident number.")
            self.add_error("number_statute", sentence)
        return cleaned


@admin.register(Source, site=site)
class SourceAdmin(HistoryAdmin):
    """Sources; their records keep them from being deleted."""

    form = SourceForm
    list_display = ("key", "name", "due_hours", "stays_here", "number_handling")
    fieldsets = (
        (None, {"fields": ("key", "name", "due_hours", "stays_here")}),
        (gettext_lazy("Resident number"), {"fields": ("number_handling", "number_statute")}),
        (
            gettext_lazy("Retention"),
            {"fields": ("keep_approved_days", "keep_rejected_days", "keep_withdrawn_days")},
        ),
    )

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Leave the fields to the fieldsets."""
        return admin.ModelAdmin.get_fields(self, request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person keeps the sources."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person keeps the sources."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save through the service, which writes the event."""
        sources.save(obj, by=request.user)
