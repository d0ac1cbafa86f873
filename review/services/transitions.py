"""The sole writer of a record's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, StaleRecord
from review.models import LicenseRecord
from review.services import counts
from review.workflow import transitions

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.workflow import State, Verb

FREE = {
    "claimed_by": None,
    "claim_until": None,
    "prefetched_by": None,
    "prefetched_until": None,
}
"""The columns of a record that nobody holds."""


def move(record: LicenseRecord, verb: Verb, *, to: State | None = None, **changes: Any) -> None:
    """Move ``record`` along the table's line for ``verb``, with ``changes`` to other columns.

    Writes only if state and version still are what the caller saw; raises StaleRecord otherwise,
    and ActionDenied when the table has no such line. ``record`` shows the new values afterwards.
    """
    lines = [line for line in transitions(verb, record.state) if to in (None, line.target)]
    if not lines:
        raise ActionDenied(_("Not possible in the state “%s”.") % record.get_state_display())
    update(record, state=lines[0].target, **changes)


def update(record: LicenseRecord, **changes: Any) -> None:
    """Write ``changes`` if state and version are what the caller saw; raises StaleRecord."""
    seen = LicenseRecord.objects.filter(pk=record.pk, state=record.state, version=record.version)
    changes["changed_at"] = timezone.now()
    if seen.update(version=F("version") + 1, **changes) != 1:
        raise StaleRecord(_("Somebody else changed this record. Reload it; nothing was written."))
    counts.moved(record.state, changes.get("state", record.state))
    record.version += 1
    for name, value in changes.items():
        setattr(record, name, value)


def hold(record: LicenseRecord, user: User) -> None:
    """Give the record to ``user`` for KRDL_CLAIM_TIME; what another claim revealed is covered."""
    now = timezone.now()
    record.reveals.filter(with_claim=True, until__gt=now).update(until=now)
    until = now + settings.KRDL_CLAIM_TIME
    update(record, **FREE | {"claimed_by": user, "claim_until": until})
