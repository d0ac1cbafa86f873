"""Which quality rules are in force: as written, or as an administrator set them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from review.models import RuleSetting
from review.quality import RULES, Policy, Severity
from review.services import audit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

WRITTEN = {rule.name: rule.severity for rule in RULES}


def current() -> Policy:
    """Return the policy in force now."""
    settings = list(RuleSetting.objects.all())
    severities = {s.rule: Severity(s.severity) for s in settings if s.severity}
    return Policy(off=frozenset(s.rule for s in settings if s.off), severities=severities)


def standing(rule: str) -> dict[str, Any]:
    """Return how a rule is set now, locked where it was ever set."""
    setting = RuleSetting.objects.select_for_update().filter(rule=rule).first()
    if setting is None:
        return {"off": False, "severity": ""}
    return {"off": setting.off, "severity": setting.severity}


def loosens(rule: str, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Return whether a setting switches a rule off, or makes one that is on milder."""
    ranks = [Severity(each["severity"] or WRITTEN[rule]).rank for each in (before, after)]
    if before["off"]:
        return False
    return after["off"] or ranks[1] > ranks[0]


@transaction.atomic
def put(rule: str, setting: dict[str, Any], *, by: User, reason: str) -> RuleSetting:
    """Set a rule, with its event."""
    kept, _created = RuleSetting.objects.update_or_create(
        rule=rule,
        defaults=setting | {"reason": reason, "changed_by": by, "changed_at": timezone.now()},
    )
    audit.write("change rule", by=by, details={"rule": rule, **setting}, values={"reason": reason})
    return kept
