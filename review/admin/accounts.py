"""Accounts, their roles, and locked sign-ins."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from review.admin.history import HistoryAdmin
from review.admin.office import tell_waiting
from review.admin.site import site
from review.permissions import has_role
from review.services import accounts, audit, sessions
from review.services.reasons import LONGEST
from review.workflow import Role

# What a person signs in by: their name here, and what single sign-on may match an account by.
SIGNS_IN_BY = ("username", "email")


class ByAdministrators:
    """Administrators add and change, nobody deletes: the history names its people."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person administrates."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person administrates."""
        return has_role(request.user, Role.ADMINISTRATOR)


class AccountForm(UserChangeForm):
    """A person and their rights, with the reason that a role for two needs."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        required=False,
        help_text=_("Needed to give the role of approver or administrator."),
    )


@admin.register(User, site=site)
class AccountAdmin(ByAdministrators, HistoryAdmin, UserAdmin):
    """Accounts: a person, their roles, and whether the account is open."""

    form = AccountForm
    list_display = ("username", "last_name", "first_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("last_name", "first_name", "email")}),
        (_("Roles"), {"fields": ("is_active", "groups", "reason")}),
        (_("Times"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    actions = ("end_sessions",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Fetch the roles with the accounts."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Leave the fields to the fieldsets."""
        return UserAdmin.get_fields(self, request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Keep people from giving themselves a role."""
        own = ("groups", "is_active") if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *own)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Call the roles what the desk calls them."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.label_from_instance = lambda group: str(Role(group.name).label)
        return field

    @admin.display(description=_("roles"))
    def roles(self, account: User) -> str:
        """Return the person's roles in words."""
        names = {group.name for group in account.groups.all()}
        return ", ".join(str(role.label) for role in Role if role.value in names)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save the person; whether the account is open is a right, changed with the roles."""
        if not change:
            super().save_model(request, obj, form, change)
            return
        stood = User.objects.get(pk=obj.pk)
        obj.is_active = stood.is_active
        renamed = _renamed(stood, obj)
        if renamed:
            accounts.check_may_rename(stood, by=request.user)
        super().save_model(request, obj, form, change)
        if renamed:
            told = {"account": obj.pk, **renamed}
            audit.write("change person", by=request.user, details=told)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Change the rights through the service, which records who gave whom which roles."""
        told = form.cleaned_data
        if not change:
            audit.write("open account", by=request.user, details={"account": form.instance.pk})
        elif "groups" in told:
            roles, reason = [role.name for role in told["groups"]], told["reason"]
            pending = accounts.change(
                form.instance, roles=roles, active=told["is_active"], by=request.user, reason=reason
            )
            tell_waiting(request, pending)
        else:
            audit.write("change own account", by=request.user, details={})

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Return whether this person ends the sessions of others."""
        return has_role(request.user, Role.ADMINISTRATOR)

    @admin.action(description=_("End the sessions of the chosen accounts"), permissions=["end"])
    def end_sessions(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Sign the chosen people out everywhere; their accounts stay open."""
        here = request.session.session_key or ""
        ended = sum(accounts.end_sessions(each, by=request.user, keep=here) for each in queryset)
        told = ngettext("%(count)d session is over.", "%(count)d sessions are over.", ended)
        messages.success(request, told % {"count": ended})

    @transaction.atomic
    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set somebody's password, and record it once it is set; their sessions end."""
        account = self.get_object(request, unquote(id))
        if account is not None:
            accounts.check_may_set_password(account, by=request.user)
        response = super().user_change_password(request, id, form_url)
        if account is not None and request.method == "POST" and response.status_code == 302:
            audit.write("set password", by=request.user, details={"account": account.pk})
            sessions.end_all(account, by=request.user)
        return response


def _renamed(before: User, after: User) -> dict[str, dict[str, str]]:
    """Return what of SIGNS_IN_BY is another now."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in SIGNS_IN_BY}
    return {name: {"before": old, "after": new} for name, (old, new) in pairs.items() if old != new}


@admin.register(Group, site=site)
class RoleAdmin(HistoryAdmin):
    """Roles are part of the program: to look at."""

    list_display = ("name",)
    fields = ("name",)


# django-axes has no Korean catalogue; named here, its words are in ours.
AXES_WORDS = (
    gettext_noop("access attempt"),
    gettext_noop("access attempts"),
    gettext_noop("Username"),
    gettext_noop("IP Address"),
    gettext_noop("Failed Logins"),
    gettext_noop("Attempt Time"),
    gettext_noop("User Agent"),
)


@admin.register(AccessAttempt, site=site)
class LockAdmin(HistoryAdmin):
    """Failed sign-ins; deleting a line lifts its lock."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    fields = ("username", "ip_address", "failures_since_start", "attempt_time", "user_agent")
    search_fields = ("username", "ip_address")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether this person lifts locks."""
        return has_role(request.user, Role.ADMINISTRATOR)

    def delete_model(self, request: HttpRequest, obj: AccessAttempt) -> None:
        """Lift the lock, with its event."""
        audit.write("unlock", by=request.user, details={"address": obj.ip_address})
        obj.delete()
