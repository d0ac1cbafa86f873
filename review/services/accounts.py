"""Whose account is open, and with which roles."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import PendingChange
from review.permissions import check_roles
from review.services import audit, factors, office, sessions, staff
from review.workflow import Role

COMMAND_LINE = "command line"


@transaction.atomic
def change(
    account: User, *, roles: Collection[str], active: bool, by: User, reason: str = ""
) -> PendingChange | None:
    """Set an account's roles and whether it is open; raises ActionDenied.

    A role of staff.FOR_TWO that the account gains (by being opened again, too) is returned as
    what waits for another administrator; everything else takes effect at once.
    """
    check_roles(by, {Role.ADMINISTRATOR})
    if account.pk == by.pk:
        raise ActionDenied(_("Another administrator changes your rights."))
    held = staff.role_names(account)
    gained = _gained(account, set(roles) & staff.FOR_TWO if active else set(), held)
    alone = _alone(by)
    at_once = set(roles) - (gained - ({Role.ADMINISTRATOR.value} if alone else set()))
    if _leaves_one(account, at_once, active=active):
        raise ActionDenied(_("Two administrators have to stay. Make another one first."))
    _set(account, at_once, active=active, by=by, reason=reason)
    gained -= at_once
    if not gained:
        return None
    kept = sorted(at_once & staff.FOR_TWO)
    subject, after = str(account.pk), sorted({*kept, *gained})
    kind = PendingChange.Kind.ROLES
    return office.ask(kind, subject, before=kept, after=after, by=by, reason=reason)


@transaction.atomic
def open_administrator(name: str, *, email: str, password: str | None, by: None = None) -> User:
    """Open an administrator's account from the command line: somebody gives out the first roles.

    Without a password it opens by single sign-on only. Raises ValidationError for a name that is
    taken and a password against the rules.
    """
    account = User(username=name, email=email, is_staff=True, is_superuser=True)
    account.full_clean(exclude=["password"])
    _take_password(account, password)
    details = {"account": account.pk, "roles": [Role.ADMINISTRATOR.value], "reason": COMMAND_LINE}
    audit.write("open account", by=by, details=details)
    return account


@transaction.atomic
def set_password(account: User, password: str, *, by: None = None) -> None:
    """Set an account's password from the command line; its sessions end.

    Raises ValidationError for one against the rules.
    """
    _take_password(account, password)
    details = {"account": account.pk, "reason": COMMAND_LINE}
    audit.write("set password", by=by, details=details)
    sessions.end_all(account, by=by)


def check_may_set_password(account: User, *, by: User) -> None:
    """Raise ActionDenied unless one administrator alone may set this account's password."""
    check_roles(by, {Role.ADMINISTRATOR})
    if account.pk == by.pk:
        raise ActionDenied(_("Change your own password under My account."))
    _check_opens_no_decision(account)


def check_may_rename(account: User, *, by: User) -> None:
    """Raise ActionDenied unless one administrator alone may change what single sign-on goes by."""
    check_roles(by, {Role.ADMINISTRATOR})
    if settings.KRDL_OIDC_ISSUER and account.pk != by.pk:
        _check_opens_no_decision(account)


@transaction.atomic
def end_sessions(account: User, *, by: User, keep: str = "") -> int:
    """End the sessions of somebody's account, which stays open; return how many."""
    check_roles(by, {Role.ADMINISTRATOR})
    return sessions.end_all(account, by=by, keep=keep)


@transaction.atomic
def follow_claims(account: User, named: object, *, by: None) -> None:
    """Set an account's roles to those that single sign-on names.

    A role of staff.FOR_TWO is only ever taken away this way: two administrators give it here.
    """
    claimed = set(named if isinstance(named, list) else str(named or "").split())
    held, known = staff.role_names(account), {role.value for role in Role}
    roles = (claimed & known - staff.FOR_TWO) | (claimed & held)
    if _leaves_one(account, roles, active=account.is_active):
        roles.add(Role.ADMINISTRATOR.value)
    if roles != held:
        _set(account, roles, active=account.is_active, by=by, reason="single sign-on")


@transaction.atomic
def ask_factor_reset(account: User, *, by: User, reason: str) -> PendingChange:
    """Ask to take a person's lost second factor away, which another administrator confirms."""
    check_roles(by, {Role.ADMINISTRATOR})
    factors.check_has_one(account)
    subject = str(account.pk)
    kind, before = PendingChange.Kind.FACTOR, factors.held(subject)
    return office.ask(kind, subject, before=before, after=[], by=by, reason=reason)


def _check_opens_no_decision(account: User) -> None:
    """Raise ActionDenied where whoever signs in as ``account`` could decide without more.

    That would take one administrator; to take the role away and give it back takes two.
    """
    waiting = PendingChange.objects.filter(
        kind=PendingChange.Kind.ROLES, subject=str(account.pk), state=PendingChange.State.WAITING
    )
    decides = account.is_superuser or staff.role_names(account) & staff.FOR_TWO
    if not factors.has_one(account) and (decides or waiting.exists()):
        raise ActionDenied(
            _(
                "This account decides and has no second factor yet, so nobody else alone changes "
                "how it signs in. Take the role of approver or administrator away first, also "
                "where it still waits; ask for the role again afterwards."
            )
        )


def _gained(account: User, wanted: set[str], held: set[str]) -> set[str]:
    """Return what of ``wanted`` the person cannot use now."""
    return wanted - held if account.is_active else wanted


def _alone(by: User) -> bool:
    """Return whether ``by`` is the only administrator, who has to make a second one."""
    return not staff.administrators().exclude(pk=by.pk).exists()


def _leaves_one(account: User, roles: set[str], *, active: bool) -> bool:
    """Return whether two administrators would become one, who could then decide alone."""
    stays = active and (Role.ADMINISTRATOR.value in roles or account.is_superuser)
    present = staff.administrators()
    return not stays and present.filter(pk=account.pk).exists() and present.count() <= 2


def _take_password(account: User, password: str | None) -> None:
    if password is not None:
        validate_password(password, account)
    account.set_password(password)
    account.save()


def _set(account: User, roles: set[str], *, active: bool, by: User | None, reason: str) -> None:
    before = {"active": account.is_active, "roles": sorted(staff.role_names(account))}
    account.is_active = active
    account.save(update_fields=["is_active"])
    account.groups.set(Group.objects.filter(name__in=roles))
    staff.record_rights(account, before=before, by=by, reason=reason)
    if not active:
        sessions.end_all(account, by=by)
