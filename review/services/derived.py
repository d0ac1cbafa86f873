"""Birth date and sex that follow from the resident number, filled in on the way to approval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from review.models import FieldValue, Finding
from review.models.field_value import Origin
from review.services import values

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import LicenseRecord

# Rules whose suggestion follows from the resident number beyond doubt.
_DERIVABLE = ("sex.missing_derivable", "birthday.missing_derivable")


def fill(record: LicenseRecord, *, by: User | None) -> None:
    """Fill what is missing and follows, as the act of ``by`` (None: the system)."""
    standing = record.values_by_name()
    for finding in record.findings.filter(status=Finding.Status.OPEN, rule__in=_DERIVABLE):
        if finding.suggestions:
            field = standing.get(finding.field) or FieldValue(record=record, name=finding.field)
            field.record = record
            value = finding.suggestions[0]["value"]
            values.write(field, value, by=by, origin=Origin.DERIVED, rule=finding.rule)
