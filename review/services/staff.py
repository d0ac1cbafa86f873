"""Accounts that the software itself makes: who acts for it, and the demo's staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from review.models import AuditEvent
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

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
)


def is_demo() -> bool:
    """Return whether this database began as a demo: the first line of its trail says so."""
    return AuditEvent.objects.filter(seq=1, verb=CREATE_DEMO).exists()


def importer(*, by: None = None) -> User:
    """Return the account that stands for folder imports: an operator nobody can sign in as."""
    user, created = get_user_model().objects.get_or_create(username=IMPORTER)
    if created:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=Role.OPERATOR.value))
    return user
