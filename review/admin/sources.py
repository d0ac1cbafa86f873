"""Sources: where images come from, kept by administrators."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from review.admin.history import HistoryAdmin
from review.admin.site import site
from review.models import Source
from review.permissions import has_role
from review.workflow import Role


@admin.register(Source, site=site)
class SourceAdmin(HistoryAdmin):
    """Sources; their records keep them from being deleted."""

    list_display = ("key", "name", "stays_here")
    fields = ("key", "name", "stays_here")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person keeps the sources."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person keeps the sources."""
        return has_role(request.user, Role.ADMINISTRATOR)
