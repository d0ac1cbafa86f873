"""Taking work and giving it back: leases, fencing tokens, backoff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, LeaseLost
from review.models import Job
from review.permissions import has_role
from review.services import audit
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord


def enqueue(record: LicenseRecord, *, by: User | None) -> Job:
    """Queue the recognition of ``record``; one live job a record, held by a constraint."""
    return Job.objects.create(record=record)


@transaction.atomic
def claim(*, by: None = None) -> Job | None:
    """Take the oldest job that is due, or whose worker vanished; None when there is nothing."""
    skip = connection.features.has_select_for_update_skip_locked
    job = Job.objects.claimable().select_for_update(skip_locked=skip).first()
    return _leased(job) if job else None


def claim_of(record: LicenseRecord, *, by: None = None) -> Job:
    """Take the job of a record that was made in this transaction, so that nobody else has it."""
    return _leased(Job.objects.get(record=record))


def _leased(job: Job) -> Job:
    job.state = Job.State.RUNNING
    job.lease_token = Job.new_token()
    job.lease_until = timezone.now() + settings.KRDL_JOB_LEASE
    job.save(update_fields=["state", "lease_token", "lease_until"])
    return job


def renew(job: Job, *, by: None = None) -> None:
    """Extend the lease while the work goes on; raises LeaseLost."""
    _write(job, lease_until=timezone.now() + settings.KRDL_JOB_LEASE)


def finish(job: Job, *, by: None = None) -> None:
    """Mark the work done, and the lease used up; raises LeaseLost."""
    _write(job, state=Job.State.DONE, last_error="", finished_at=timezone.now(), **_FREE)


def put_back(
    job: Job,
    code: str,
    *,
    by: None = None,
    after_s: float = 0.0,
    counted: bool = True,
    smaller: bool = False,
) -> None:
    """Queue the work again after ``after_s`` seconds; raises LeaseLost.

    ``counted`` as an attempt or not; ``smaller``: the picture is to be sent at half the size.
    """
    _write(
        job,
        state=Job.State.QUEUED,
        last_error=code,
        attempts=job.attempts + counted,
        halvings=job.halvings + smaller,
        run_after=timezone.now() + timedelta(seconds=after_s),
        **_FREE,
    )


def bury(job: Job, code: str, *, by: None = None) -> None:
    """Give the work up until a person retries it; raises LeaseLost."""
    _write(job, state=Job.State.DEAD, last_error=code, finished_at=timezone.now(), **_FREE)


@transaction.atomic
def retry(job: Job, *, by: User) -> None:
    """Queue a dead job again; for administrators and leads."""
    if not has_role(by, Role.ADMINISTRATOR, Role.LEAD):
        raise ActionDenied(_("Only administrators and leads retry a dead job."))
    again = {"state": Job.State.QUEUED, "run_after": timezone.now(), "attempts": 0}
    if Job.objects.filter(pk=job.pk, state=Job.State.DEAD).update(finished_at=None, **again):
        audit.write("retry job", by=by, record=job.record, details={"job": job.pk})


_FREE = {"lease_token": None, "lease_until": None}


def _write(job: Job, **changes: object) -> None:
    """Write ``changes`` only while the lease token still is this worker's."""
    mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease_token=job.lease_token)
    if mine.update(**changes) != 1:
        raise LeaseLost(f"job {job.pk}")


def cancel(record: LicenseRecord, *, by: User | None) -> None:
    """End the record's live job without a result, since the record ends by the act of ``by``."""
    live = record.jobs.filter(state__in=(Job.State.QUEUED, Job.State.RUNNING))
    live.update(
        state=Job.State.DONE, finished_at=timezone.now(), lease_token=None, lease_until=None
    )
