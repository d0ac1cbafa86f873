"""The second factor: who needs one, who has one, and what happens to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.permissions import roles_of
from review.services import audit, sessions, staff

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def is_here_only() -> bool:
    """Return whether nobody but this very machine opens the desk; a demo is exempt there."""
    served_here = settings.KRDL_BIND in LOOPBACK and not settings.KRDL_BEHIND_PROXY
    return served_here and not settings.KRDL_PRODUCTION


def lacks(user: User) -> bool:
    """Return whether ``user`` needs a second factor and has none."""
    if not roles_of(user) & settings.KRDL_MFA_ROLES or has_one(user):
        return False
    named_so = user.get_username() in staff.DEMO_NAMES
    return not (named_so and is_here_only() and staff.is_demo())


def has_one(user: User) -> bool:
    """Return whether ``user`` has an authenticator app or a passkey; codes alone do not count."""
    own = Authenticator.objects.filter(user_id=user.pk)
    return own.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def record(verb: str, *, by: User, kind: str) -> None:
    """Write the event of what a person did to their own factors."""
    audit.write(verb, by=by, details={"kind": kind})


def held(subject: str) -> list[int]:
    """Return the keys of an account's factors."""
    own = Authenticator.objects.filter(user_id=int(subject)).order_by("pk")
    return list(own.values_list("pk", flat=True))


def check_has_one(account: User) -> None:
    """Raise ActionDenied where there is nothing to take away."""
    if not held(str(account.pk)):
        raise ActionDenied(_("This account has no second factor."))


@transaction.atomic
def take_away(subject: str, after: list[int], *, by: User, reason: str) -> None:
    """Take all factors of an account away, since they are lost; its sessions end."""
    account = get_user_model().objects.get(pk=int(subject))
    Authenticator.objects.filter(user_id=account.pk).exclude(pk__in=after).delete()
    details = {"account": account.pk}
    audit.write("reset factor", by=by, details=details, values={"reason": reason})
    sessions.end_all(account, by=by)
