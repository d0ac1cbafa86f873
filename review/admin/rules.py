"""Quality rules: which are in force, changed with a reason, and the re-check that follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review import quality
from review.admin.history import HistoryAdmin
from review.admin.office import tell_waiting
from review.admin.site import site
from review.models import Recheck, RuleSetting
from review.permissions import has_role
from review.services import rules
from review.workflow import Role


class RuleSettingForm(forms.ModelForm):
    """One rule's setting; the rule is chosen from the written ones."""

    rule = forms.ChoiceField(
        label=gettext_lazy("rule"), choices=[(rule.name, rule.name) for rule in quality.RULES]
    )

    class Meta:
        model = RuleSetting
        fields = ("rule", "off", "severity", "reason")


@admin.register(RuleSetting, site=site)
class RuleSettingAdmin(HistoryAdmin):
    """Administrators change rules; auditors and the privacy officer look."""

    form = RuleSettingForm
    list_display = ("rule", "off", "severity", "reason", "changed_by", "changed_at")
    fields = ("rule", "off", "severity", "reason")
    actions = ("recheck",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person changes rules."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person changes rules."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_recheck_permission(self, request: HttpRequest) -> bool:
        """Return whether this person starts a re-check."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def save_model(self, request: HttpRequest, obj: RuleSetting, form: Any, change: bool) -> None:
        """Change the rule through the service, which writes the event."""
        told = form.cleaned_data
        pending = rules.change(
            told["rule"],
            by=request.user,
            off=told["off"],
            severity=told["severity"],
            reason=told["reason"],
        )
        tell_waiting(request, pending)

    def log_addition(self, request: HttpRequest, obj: RuleSetting, message: Any) -> None:
        """Leave the telling to the trail."""

    def log_change(self, request: HttpRequest, obj: RuleSetting, message: Any) -> None:
        """Leave the telling to the trail."""

    def response_add(self, request: HttpRequest, obj: RuleSetting, *args: Any) -> HttpResponse:
        """Lead to the list: a change for two is no row yet."""
        return redirect("admin:review_rulesetting_changelist")

    def response_change(self, request: HttpRequest, obj: RuleSetting) -> HttpResponse:
        """Lead to the list."""
        return redirect("admin:review_rulesetting_changelist")

    @admin.action(description=gettext_lazy("Check all open records again"), permissions=["recheck"])
    def recheck(self, request: HttpRequest, queryset: QuerySet[RuleSetting]) -> None:
        """Start a re-check of all open records, whatever was chosen."""
        run = rules.start_recheck(by=request.user)
        messages.success(request, _("Re-check under way: %s") % run)


@admin.register(Recheck, site=site)
class RecheckAdmin(HistoryAdmin):
    """Runs over the open records, with how far they are."""

    list_display = ("pk", "started_by", "started_at", "done", "total", "finished_at")
    fields = ("started_by", "started_at", "done", "total", "finished_at")
