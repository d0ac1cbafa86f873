"""Jobs and paused endpoints: what stands still, and how it goes on."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.history import HistoryAdmin
from review.admin.records import BelongingAdmin
from review.admin.site import site
from review.models import EnginePause, Job
from review.permissions import has_role
from review.services import jobs, recognition
from review.workflow import Role


@admin.register(Job, site=site)
class JobAdmin(BelongingAdmin):
    """Background work; a dead job is put back to work by an action."""

    list_display = (
        "pk", "of_record", "state", "attempts", "run_after", "last_error", "created_at",
    )  # fmt: skip
    list_filter = ("state", "last_error")
    fields = (
        "of_record", "state", "attempts", "run_after", "lease_until", "last_error", "created_at",
        "finished_at",
    )  # fmt: skip
    actions = ("retry",)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Return whether this person puts dead jobs back to work."""
        return has_role(request.user, Role.ADMINISTRATOR)

    @admin.action(description=gettext_lazy("Retry dead jobs"), permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        """Queue the dead ones among the chosen jobs again."""
        dead = list(queryset.dead())
        for job in dead:
            jobs.retry(job, by=request.user)
        messages.success(request, _("Queued again: %d.") % len(dead))


@admin.register(EnginePause, site=site)
class EnginePauseAdmin(HistoryAdmin):
    """Paused endpoints, resumed by an action."""

    list_display = ("endpoint", "error_code", "since")
    fields = ("endpoint", "error_code", "since")
    actions = ("resume",)

    def has_resume_permission(self, request: HttpRequest) -> bool:
        """Return whether this person resumes an endpoint."""
        return has_role(request.user, Role.ADMINISTRATOR)

    @admin.action(description=gettext_lazy("Resume endpoints"), permissions=["resume"])
    def resume(self, request: HttpRequest, queryset: QuerySet[EnginePause]) -> None:
        """Let the queues of the chosen endpoints go on."""
        for pause in queryset:
            recognition.resume(pause, by=request.user)
