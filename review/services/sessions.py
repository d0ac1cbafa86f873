"""Sessions: where a person is signed in, and the end of it."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import AuditEvent
from review.services import audit

SIGN_IN_FAILED = "sign in failed"


def is_locked(address: str) -> bool:
    """Return whether so many sign-ins failed from an address lately that none is tried any more."""
    now = timezone.now()
    lately = {"at__gte": now - settings.AXES_COOLOFF_TIME, "at__lte": now}
    failed = AuditEvent.objects.filter(verb=SIGN_IN_FAILED, address=address, **lately)
    return failed.count() >= settings.KRDL_FAILURES_OF_AN_ADDRESS


def account_named(typed: str) -> User | None:
    """Return the account that a sign-in under ``typed`` would open, as allauth finds it."""
    return User.objects.filter(username__iexact=typed).order_by("pk").first() if typed else None


def of(user: User) -> list[UserSession]:
    """Return where ``user`` is signed in, the latest first; what ended by itself is dropped."""
    found = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda session: session.last_seen_at, reverse=True)


@transaction.atomic
def end(pk: int, *, by: User) -> None:
    """End one of one's own sessions; raises ActionDenied where there is none (any more)."""
    session = UserSession.objects.filter(pk=pk, user=by).first()
    if session is None:
        raise ActionDenied(_("This session is over already."))
    session.end()
    audit.write("end session", by=by, details={"account": by.pk, "sessions": 1})


@transaction.atomic
def end_all(account: User, *, by: User | None, keep: str = "") -> int:
    """End every session of an account but the one with the key ``keep``; return how many."""
    ended = list(UserSession.objects.filter(user=account).exclude(session_key=keep))
    for session in ended:
        session.end()
    if ended:
        details = {"account": account.pk, "sessions": len(ended)}
        audit.write("end session", by=by, details=details)
    return len(ended)


@transaction.atomic
def renew(session: SessionBase, *, by: User) -> None:
    """Give a session a new key, since its person has just proven again who they are.

    Whoever had the old key is out; in the list of one's sessions it stays the same one.
    """
    known = UserSession.objects.filter(user=by, session_key=session.session_key)
    found = list(known.values_list("pk", flat=True))
    session.cycle_key()
    UserSession.objects.filter(pk__in=found).update(session_key=session.session_key)


def record_over(why: str, *, by: User) -> None:
    """Write that a session reached its limit: ``idle`` or ``longest``."""
    audit.write("session over", by=by, details={"why": why})
