"""Changing the rules in force, and checking the open records again afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from review import quality
from review.exceptions import ActionDenied
from review.models import LicenseRecord, PendingChange, Recheck, leases
from review.permissions import has_role
from review.services import audit, checking, office, policies, reasons
from review.workflow import Role, State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

BATCH = 25
# A worker that dies in a batch holds the run this long.
LEASE = timedelta(seconds=60)
CHECKED_STATES = (State.TO_REVIEW, State.ESCALATED, State.TO_APPROVE)


@transaction.atomic
def change(
    rule: str, *, by: User, off: bool, severity: str = "", reason: str
) -> PendingChange | None:
    """Switch a rule off or on, or give it another severity; raises ActionDenied.

    Switching off and a milder severity are returned as what waits for another administrator.
    """
    _administrators_only(by)
    if rule not in policies.WRITTEN or severity not in ("", *quality.Severity):
        raise ActionDenied(_("There is no such rule or severity."))
    told, before = reasons.stated(reason), policies.standing(rule)
    after = {"off": off, "severity": severity}
    if policies.loosens(rule, before, after):
        kind = PendingChange.Kind.RULE
        return office.ask(kind, rule, before=before, after=after, by=by, reason=told)
    policies.put(rule, after, by=by, reason=told)
    return None


@transaction.atomic
def start_recheck(*, by: User) -> Recheck:
    """Have the workers check every open record again; a run under way is returned as it is."""
    _administrators_only(by)
    under_way = Recheck.objects.filter(finished_at=None).first()
    if under_way:
        return under_way
    total = LicenseRecord.objects.in_state(*CHECKED_STATES).count()
    run = Recheck.objects.create(started_by=by, total=total)
    audit.write("recheck", by=by, details={"run": run.pk, "records": total})
    return run


def recheck_some(*, by: None = None) -> bool:
    """Check the next batch of a run under way; return whether there was one to do."""
    run = _take()
    if run is None:
        return False
    open_records = LicenseRecord.objects.in_state(*CHECKED_STATES).filter(pk__gt=run.cursor)
    batch = list(open_records.order_by("pk").values_list("pk", flat=True)[:BATCH])
    for pk in batch:
        _check_one(pk)
    _put_down(run, batch)
    return True


@transaction.atomic
def _take() -> Recheck | None:
    skip = connection.features.has_select_for_update_skip_locked
    free = Q(lease_until=None) | leases.over("lease_until", LEASE)
    waiting = Recheck.objects.filter(free, finished_at=None)
    run = waiting.select_for_update(skip_locked=skip).order_by("pk").first()
    if run:
        run.lease_until = timezone.now() + LEASE
        run.save(update_fields=["lease_until"])
    return run


@transaction.atomic
def _check_one(pk: int) -> None:
    """Check one record, locked, unless it left the open states meanwhile."""
    rows = LicenseRecord.objects.select_for_update().in_state(*CHECKED_STATES)
    record = rows.filter(pk=pk).first()
    if record:
        checking.check(record, by=None)


def _put_down(run: Recheck, batch: list[int]) -> None:
    """Note how far the run is; without records left, it is finished."""
    changes: dict[str, Any] = {"lease_until": None, "done": run.done + len(batch)}
    if batch:
        changes["cursor"] = batch[-1]
    else:
        changes["finished_at"] = timezone.now()
    Recheck.objects.filter(pk=run.pk, lease_until=run.lease_until).update(**changes)


def _administrators_only(by: User) -> None:
    if not has_role(by, Role.ADMINISTRATOR):
        raise ActionDenied(_("Only administrators change the rules."))
