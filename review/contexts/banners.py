"""What every page says while something stands still or leaves the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from review import engine
from review.contexts import office
from review.models import EnginePause, Job
from review.permissions import has_role
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Banner:
    """One line across the page: its tone (a CSS class), its title, its sentence."""

    tone: str
    title: str
    sentence: str


def standing(user: User) -> list[Banner]:
    """Return the banners for ``user``, the most urgent first."""
    return [*_paused(), *_dead(user), *_for_two(user), *_outside(user)]


def _paused() -> list[Banner]:
    pause = EnginePause.objects.filter(endpoint=engine.name()).first()
    if pause is None:
        return []
    sentence = _("New images are kept; reviewing goes on. An administrator resumes it (%s).")
    return [Banner("warning", _("The engine is paused."), sentence % pause.error_code)]


def _dead(user: User) -> list[Banner]:
    """Tell who can mend it that jobs ended in a fault of ours; their records wait untouched."""
    count = Job.objects.dead().count() if has_role(user, Role.ADMINISTRATOR, Role.LEAD) else 0
    if not count:
        return []
    sentence = _("Their records are untouched. Mend the cause and retry them (%d).")
    return [Banner("error", _("Jobs ended in a fault of ours."), sentence % count)]


def _for_two(user: User) -> list[Banner]:
    """Tell administrators that changes wait for one of them."""
    count = office.waiting_count() if has_role(user, Role.ADMINISTRATOR) else 0
    if not count:
        return []
    sentence = _("Confirm or refuse them under Administration, office policies (%d).")
    return [Banner("info", _("Changes wait for a second administrator."), sentence % count)]


def _outside(user: User) -> list[Banner]:
    """Tell administrators that pictures leave this machine, and to whom."""
    named = settings.KRDL_OCR_ENDPOINT
    if not (named and has_role(user, Role.ADMINISTRATOR)):
        return []
    if engine.named_endpoint().is_loopback:
        return []
    sentence = _("Images are sent to %(endpoint)s, processed by %(processor)s.")
    told = {"endpoint": named, "processor": settings.KRDL_OCR_PROCESSOR}
    return [Banner("info", _("Outside endpoint."), sentence % told)]
