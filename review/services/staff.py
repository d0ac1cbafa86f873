"""Accounts: the roles they hold, and those that the software itself makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q

from review.models import AuditEvent
from review.services import audit
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

IMPORTER = "folder-import"
CREATE_DEMO = "create demo"
# User name, invented name, role.
DEMO_STAFF = (
    ("operator", "민가람", Role.OPERATOR),
    ("reviewer", "한서윤", Role.REVIEWER),
    ("reviewer2", "윤채린", Role.REVIEWER),
    ("approver", "배도윤", Role.APPROVER),
    ("lead", "임하람", Role.LEAD),
    ("auditor", "서이안", Role.AUDITOR),
    ("privacy", "강나래", Role.PRIVACY_OFFICER),
    ("admin", "차온유", Role.ADMINISTRATOR),
    ("admin2", "노을찬", Role.ADMINISTRATOR),
)
DEMO_NAMES = frozenset(name for name, _shown, _role in DEMO_STAFF)
# Roles that take two administrators to give: who decides about records, and who decides who does.
FOR_TWO = frozenset({Role.APPROVER.value, Role.ADMINISTRATOR.value})


def is_demo() -> bool:
    """Return whether this database began as a demo: the first line of its trail says so."""
    return AuditEvent.objects.filter(seq=1, verb=CREATE_DEMO).exists()


def reviewers() -> QuerySet[User]:
    """Return who may be handed a record."""
    return get_user_model().objects.filter(is_active=True, groups__name=Role.REVIEWER.value)


@transaction.atomic
def importer(*, by: None = None) -> User:
    """Return the account that stands for folder imports: an operator nobody can sign in as."""
    user, created = get_user_model().objects.get_or_create(username=IMPORTER)
    if created:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=Role.OPERATOR.value))
        details = {"account": user.pk, "roles": [Role.OPERATOR.value]}
        audit.write("open account", by=by, details=details)
    return user


def administrators() -> QuerySet[User]:
    """Return the open accounts that administrate; whom ``createsuperuser`` made is one."""
    holding = Q(groups__name=Role.ADMINISTRATOR.value) | Q(is_superuser=True)
    return get_user_model().objects.filter(holding, is_active=True).distinct()


def matched(claim: str, claims: Mapping[str, object]) -> User | None:
    """Return the account that a provider's claims speak of: by user name, or by a proven address.

    Nobody, or more than one, is no match.
    """
    named = str(claims.get(claim) or "")
    if not named or (claim == "email" and claims.get("email_verified") is not True):
        return None
    column = "email__iexact" if claim == "email" else "username"
    found = get_user_model().objects.filter(**{column: named})[:2]
    return found[0] if len(found) == 1 else None


def role_names(account: User) -> set[str]:
    """Return the names of the roles an account was given."""
    return set(account.groups.values_list("name", flat=True))


def held_for_two(subject: str) -> list[str] | None:
    """Return which of the roles FOR_TWO an open account holds now; None where it is closed."""
    account = get_user_model().objects.filter(pk=int(subject), is_active=True).first()
    return None if account is None else sorted(role_names(account) & FOR_TWO)


@transaction.atomic
def give(subject: str, roles: list[str], *, by: User, reason: str) -> None:
    """Give an account the roles of ``roles`` that it lacks, with the event."""
    account = get_user_model().objects.get(pk=int(subject))
    before = role_names(account)
    account.groups.add(*Group.objects.filter(name__in=roles))
    told_before = {"active": account.is_active, "roles": sorted(before)}
    record_rights(account, before=told_before, by=by, reason=reason)


def record_rights(
    account: User, *, before: dict[str, object], by: User | None, reason: str
) -> None:
    """Write the event of an account's rights: as they were, and as they are."""
    details = {
        "account": account.pk,
        "active": account.is_active,
        "roles": sorted(role_names(account)),
        "before": before,
    }
    values = {"reason": reason} if reason else None
    audit.write("change account", by=by, details=details, values=values)
