"""The sole writer of a record's state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, StaleRecord
from review.models import LicenseRecord
from review.workflow import transitions

if TYPE_CHECKING:
    from review.workflow import State, Verb


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
    record.version += 1
    for name, value in changes.items():
        setattr(record, name, value)
