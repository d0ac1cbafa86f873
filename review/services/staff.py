"""Accounts that the software itself acts through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

IMPORTER = "folder-import"


def importer(*, by: None = None) -> User:
    """Return the account that stands for folder imports: an operator nobody can sign in as."""
    user, created = get_user_model().objects.get_or_create(username=IMPORTER)
    if created:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name=Role.OPERATOR.value))
    return user
