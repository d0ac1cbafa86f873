"""Reasons for a rejection: the list that reviewers choose from, kept by administrators."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from review.admin.history import HistoryAdmin
from review.admin.site import site
from review.models import RejectReason
from review.permissions import has_role
from review.services import reject_reasons
from review.workflow import Role


class RejectReasonForm(ModelForm):
    """One reason of the list."""

    class Meta:
        model = RejectReason
        fields = ("code", "ko", "en", "active", "needs_words", "order")

    def clean_active(self) -> bool:
        """Keep at least one reason on offer."""
        active = self.cleaned_data["active"]
        if not active and not reject_reasons.offered().exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("One reason has to be offered."))
        return active


@admin.register(RejectReason, site=site)
class RejectReasonAdmin(HistoryAdmin):
    """Administrators add, word, order and switch off; what old records name is never deleted."""

    form = RejectReasonForm
    list_display = ("code", "ko", "en", "active", "needs_words", "order")
    fields = ("code", "ko", "en", "active", "needs_words", "order")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person keeps the list."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person keeps the list."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Return the code of a reason that was given out: old records name it."""
        return ["code"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: RejectReason, form: ModelForm, change: bool
    ) -> None:
        """Change the list through the service, which writes the event."""
        reject_reasons.put(obj, by=request.user)
