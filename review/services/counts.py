"""The kept counts of the states: written in the transaction of each change, checked, repaired."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Count, F, Sum

from review.models import LicenseRecord, StateCount
from review.services import audit

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# About so many rows stand at most before they are added up.
FOLDED_EVERY = 200


def moved(before: str, after: str, *, by: User | None = None) -> None:
    """Count a record that went from one state to another ("": from or to nowhere)."""
    if before == after:
        return
    rows = [
        StateCount(state=state, change=1 if state == after else -1) for state in (before, after)
    ]
    written = StateCount.objects.bulk_create(row for row in rows if row.state)
    if any(row.pk % FOLDED_EVERY == 0 for row in written):
        _fold()


def by_state(*, by: User | None = None) -> dict[str, int]:
    """Return how many records are in each state that has any."""
    kept = StateCount.objects.values_list("state").annotate(Sum("change"))
    return {state: count for state, count in kept if count}


def drift(*, by: User | None = None) -> dict[str, int]:
    """Return by how much each kept count falls short of the records; {} when all are right.

    One statement, so that it sees one instant of the database.
    """
    true = LicenseRecord.objects.order_by().values_list("state").annotate(n=Count("pk"))
    kept = StateCount.objects.values_list("state").annotate(n=-Sum(F("change")))
    difference: Counter[str] = Counter()
    for state, count in true.union(kept, all=True):
        difference[state] += count
    return {state: count for state, count in difference.items() if count}


@transaction.atomic
def repair(*, by: User | None = None) -> dict[str, int]:
    """Add what is missing, and write it down; return the drift that there was."""
    found = drift()
    StateCount.objects.bulk_create(
        StateCount(state=state, change=count) for state, count in found.items()
    )
    if found:
        audit.write("repair counts", by=by, details={"drift": found})
    return found


def _fold() -> None:
    """Put one row in place of all that nobody else is folding."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = list(StateCount.objects.select_for_update(skip_locked=skip))
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row.state] += row.change
    StateCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
    StateCount.objects.bulk_create(StateCount(state=state, change=n) for state, n in sums.items())
