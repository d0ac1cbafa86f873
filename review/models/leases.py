"""Ends of leases on a clock that may jump.

When the clock was ahead for a while and went back, what was taken meanwhile would hold for as long
as the jump. No lease ends later than its longest time from now, so one that says so is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

SKEW = timedelta(minutes=1)
"""How far the clocks of machines that share a database may be apart."""


def live(column: str, longest: timedelta) -> Q:
    """Return the rows whose lease, ending at ``column``, holds now."""
    now = timezone.now()
    return Q(**{f"{column}__gt": now, f"{column}__lte": now + longest + SKEW})


def over(column: str, longest: timedelta) -> Q:
    """Return the rows whose lease has ended, or can only have been taken on a wrong clock."""
    now = timezone.now()
    return Q(**{f"{column}__lte": now}) | Q(**{f"{column}__gt": now + longest + SKEW})


def is_live(until: datetime | None, longest: timedelta, now: datetime | None = None) -> bool:
    """Return whether a lease that ends at ``until`` holds at ``now``."""
    now = now or timezone.now()
    return until is not None and now < until <= now + longest + SKEW
