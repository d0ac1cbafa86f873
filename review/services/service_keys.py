"""Giving out and revoking the keys of the recognizer service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import ServiceKey
from review.permissions import has_role
from review.services import audit
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def create(name: str, *, by: User) -> tuple[ServiceKey, str]:
    """Give out a pair for the caller ``name``; return it with its secret, shown this once."""
    _administrators_only(by)
    key = ServiceKey(name=name.strip())
    secret = key.make_pair()
    key.save(force_insert=True)
    audit.write("create service key", by=by, details={"key": key.pk, "id": key.secret_id})
    return key, secret


@transaction.atomic
def revoke(key: ServiceKey, *, by: User) -> None:
    """End a pair at once; a revoked one stays visible."""
    _administrators_only(by)
    if ServiceKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.write("revoke service key", by=by, details={"key": key.pk, "id": key.secret_id})


def _administrators_only(by: User) -> None:
    if not has_role(by, Role.ADMINISTRATOR):
        raise ActionDenied(_("Only administrators manage keys."))
