"""The page of one person's requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from review.contexts.values import shown
from review.forms.persons import FindForm
from review.services import holds

if TYPE_CHECKING:
    from review.models import LicenseRecord


def page(found: list[LicenseRecord] | None = None) -> dict[str, Any]:
    """Return the context: the form, and what was found, numbers masked."""
    rows = [_row(record) for record in found or ()]
    return {"form": FindForm(), "rows": rows, "searched": found is not None}


def _row(record: LicenseRecord) -> dict[str, Any]:
    values = record.values_by_name()
    told = {
        name: shown(name, values[name].value, revealed=False) if name in values else ""
        for name in ("Name", "Number", "LicenseNumber")
    }
    return {"record": record, "held": holds.is_held(record), **told}
