"""Pages that only read: history never changes, and opening personal data is a read event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from review.admin.site import READERS
from review.models import LicenseRecord
from review.permissions import has_role
from review.services import viewing
from review.workflow import ACTIONS, Verb

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse


class HistoryAdmin(ModelAdmin):
    """Shows rows that nobody adds, changes or deletes here.

    ``personal`` names what only roles that read records see, on a row's own page and never in a
    list; opening such a page writes the read event of the desk.
    """

    personal: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False
    actions: Any = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the person enters the administration at all."""
        return has_role(request.user, *READERS)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the person reads here."""
        return has_role(request.user, *READERS)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False: rows come from the services."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False: history does not change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return False: history stays."""
        return False

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Return what this person sees of a row."""
        return [*(self.personal if reads_records(request) else ()), *self.fields]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show one row, and write the read event where it shows personal data.

        The page comes first: where it is refused, nothing was read.
        """
        page = super().change_view(request, object_id, *args, **kwargs)
        row = self.get_object(request, object_id) if self.personal else None
        if row is not None and reads_records(request):
            viewing.view(record_of(row), by=request.user)
        return page

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead from a record, or what belongs to it, to its trail; elsewhere to Django's log."""
        record = record_of(self.get_object(request, object_id))
        if isinstance(record, LicenseRecord):
            return redirect(trail_of(record.pk))
        return super().history_view(request, object_id, extra_context)


def reads_records(request: HttpRequest) -> bool:
    """Return whether this person's role reads records at the desk."""
    return has_role(request.user, *ACTIONS[Verb.VIEW].roles)


def record_of(row: Any) -> LicenseRecord:
    """Return the record that ``row`` is, or belongs to."""
    return getattr(row, "record", row)


def link(route: str, text: object, *args: object, query: str = "") -> SafeString:
    """Return a link to ``route``."""
    return format_html('<a href="{}{}">{}</a>', reverse(route, args=args), query, text)


def link_to_record(pk: int, number: str) -> SafeString:
    """Return a link to a record's page in the administration."""
    return link("admin:review_licenserecord_change", number, pk)


def link_to_trail(pk: int) -> SafeString:
    """Return a link to the events of a record."""
    return format_html('<a href="{}">{}</a>', trail_of(pk), _("Trail"))


def trail_of(pk: int) -> str:
    """Return the address of a record's events."""
    return f"{reverse('trail')}?record={pk}"


def record_pk(text: str) -> int | None:
    """Return the key in a record's number, K-001842 or 1842; None for anything else."""
    digits = text.strip().upper().removeprefix("K-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None
