"""The first start: invented staff and specimen licenses, on an empty database only."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from review import specimens
from review.exceptions import ImageRefused
from review.models import LicenseRecord, Source
from review.services import audit, intake
from review.services.staff import CREATE_DEMO, DEMO_STAFF
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def is_empty() -> bool:
    """Return whether nobody and nothing is in the database yet."""
    return not (get_user_model().objects.exists() or LicenseRecord.objects.exists())


def create(*, by: None = None, password: str = "") -> str:
    """Create staff and 12 queued specimens, all or nothing; return the password of everybody.

    ``password`` empty: a random one. The database must be empty.
    """
    password = password or secrets.token_urlsafe(9)
    with transaction.atomic():
        staff = {name: _person(name, shown, role, password) for name, shown, role in DEMO_STAFF}
        counter = Source.objects.create(key="counter", name="제1창구")
        Source.objects.create(key="mail", name="우편 접수")
        audit.write(CREATE_DEMO, by=by, details={"staff": len(staff)})
        for specimen in specimens.demo():
            _queue(specimen.picture, counter, staff["operator"])
    return password


def _person(name: str, shown: str, role: Role, password: str) -> User:
    user = get_user_model().objects.create_user(name, password=password, last_name=shown)
    user.is_staff = role in (Role.ADMINISTRATOR, Role.AUDITOR, Role.PRIVACY_OFFICER)
    user.save()
    user.groups.add(Group.objects.get(name=role.value))
    return user


def _queue(picture: bytes, source: Source, operator: User) -> None:
    """Take a specimen in; one that is here already is no reason to stop a first start."""
    try:
        intake.upload(picture, by=operator, source=source)
    except ImageRefused as refused:
        if refused.code != "duplicate":
            raise
