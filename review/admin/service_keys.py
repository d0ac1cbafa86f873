"""Keys of the recognizer service: given out, shown once, revoked, never deleted."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin.history import HistoryAdmin
from review.admin.site import site
from review.models import ServiceKey
from review.permissions import has_role
from review.services import service_keys
from review.workflow import Role


@admin.register(ServiceKey, site=site)
class ServiceKeyAdmin(HistoryAdmin):
    """Administrators add and revoke; auditors and the privacy officer look."""

    list_display = ("name", "secret_id", "created_at", "last_used_at", "revoked_at")
    search_fields = ("name", "secret_id")
    fields = ("name", "secret_id", "created_at", "last_used_at", "revoked_at")
    readonly_fields = ("secret_id", "created_at", "last_used_at", "revoked_at")
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person gives keys out."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this is a new key: a given one does not change."""
        return obj is None and self.has_add_permission(request)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Return whether this person revokes keys."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def save_model(
        self, request: HttpRequest, obj: ServiceKey, form: ModelForm, change: bool
    ) -> None:
        """Give the pair out and show its secret this once."""
        key, secret = service_keys.create(obj.name, by=request.user)
        obj.pk = key.pk
        shown = _("Secret id: %(id)s · secret key: %(key)s (shown this once)")
        messages.warning(request, shown % {"id": key.secret_id, "key": secret})

    @admin.action(description=gettext_lazy("Revoke keys"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ServiceKey]) -> None:
        """End the chosen keys at once."""
        for key in queryset:
            service_keys.revoke(key, by=request.user)
