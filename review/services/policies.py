"""Which quality rules are in force: as written, or as an administrator set them."""

from __future__ import annotations

from review.models import RuleSetting
from review.quality import Policy, Severity


def current() -> Policy:
    """Return the policy in force now."""
    settings = list(RuleSetting.objects.all())
    severities = {s.rule: Severity(s.severity) for s in settings if s.severity}
    return Policy(off=frozenset(s.rule for s in settings if s.off), severities=severities)
