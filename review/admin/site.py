"""Who enters the administration, and through which door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from review.ocr import errors
from review.permissions import has_role
from review.workflow import Role

View = Callable[..., HttpResponse]
READERS = (Role.ADMINISTRATOR, Role.AUDITOR, Role.PRIVACY_OFFICER)


class DeskAdminSite(AdminSite):
    """The administration under the desk's roles: administrators change, the others read."""

    site_title = site_header = "KRDL Review"
    index_title = _("Administration")
    enable_nav_sidebar = False

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._pages: list[tuple[str, View, str]] = []

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether this person's role enters at all."""
        return request.user.is_active and has_role(request.user, *READERS)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one sign-in page; refuse whoever is signed in without a role for this."""
        inside = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get("next", inside))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect(inside)

    def get_urls(self) -> list[Any]:
        """Return the administration's addresses, our own pages first."""
        table = self.admin_view(self.ocr_errors)
        own = [path(each, self.admin_view(view), name=name) for each, view, name in self._pages]
        return [path("ocr-errors/", table, name="ocr-errors"), *own, *super().get_urls()]

    def page(self, route: str, name: str) -> Callable[[View], View]:
        """Give a view an address inside the administration."""

        def keep(view: View) -> View:
            self._pages.append((route, view, name))
            return view

        return keep

    def ocr_errors(self, request: HttpRequest) -> HttpResponse:
        """Show what becomes of a call for each code, as the client has it."""
        korean = (get_language() or "ko").startswith("ko")
        rows = [(row, row.ko if korean else row.en) for row in errors.TABLE.values()]
        return render(request, "admin/ocr_errors.html", self.each_context(request) | {"rows": rows})

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign out as everywhere else, with its audit event."""
        return account.logout(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the one page that changes a password."""
        return redirect("account_change_password")


site = DeskAdminSite(name="admin")
