"""The reasons for a rejection: what the list offers now, and how administrators change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import RejectReason
from review.permissions import check_roles
from review.services import audit
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

_TOLD = ("ko", "en", "active", "needs_words", "order")


def offered() -> QuerySet[RejectReason]:
    """Return the reasons a reviewer can choose from, in their order."""
    return RejectReason.objects.filter(active=True)


def chosen(code: str, text: str) -> RejectReason:
    """Return the offered reason ``code``; raises ActionDenied for another, or without words."""
    reason = offered().filter(code=code).first()
    if reason is None:
        raise ActionDenied(_("Choose a reason for the rejection."))
    if reason.needs_words and not text.strip():
        raise ActionDenied(_("“%s” needs a few words.") % reason.label(get_language() or "ko"))
    return reason


def label(code: str, language: str) -> str:
    """Return the words of ``code``, switched off or not; the code itself where none is kept."""
    reason = RejectReason.objects.filter(code=code).first()
    return reason.label(language) if reason else code


@transaction.atomic
def put(reason: RejectReason, *, by: User) -> RejectReason:
    """Add a reason to the list or change one; a code once given stays. Raises ActionDenied."""
    check_roles(by, {Role.ADMINISTRATOR})
    standing = RejectReason.objects.select_for_update().filter(pk=reason.pk).first()
    if standing and standing.code != reason.code:
        raise ActionDenied(_("The code of a reason stays: old records name it."))
    if not reason.active and not offered().exclude(pk=reason.pk).exists():
        raise ActionDenied(_("One reason has to be offered."))
    reason.save()
    details = {"code": reason.code, "before": _told(standing), "after": _told(reason)}
    audit.write("change reject reason" if standing else "add reject reason", by=by, details=details)
    return reason


def _told(reason: RejectReason | None) -> dict[str, Any] | None:
    return {name: getattr(reason, name) for name in _TOLD} if reason else None
