"""Running the quality rules over a record as it stands, and keeping their findings in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from review import license_fields, quality
from review.models import FieldValue, Finding, LicenseRecord
from review.models.sealed import keyring

if TYPE_CHECKING:
    from datetime import date

    from django.contrib.auth.models import User


def check(record: LicenseRecord, *, by: User | None) -> None:
    """Bring the findings of ``record`` in step with its values, and its doubt with them.

    A doubt that is no longer raised ends as corrected; one that was confirmed or dismissed stays
    so as long as the values it speaks of stay.
    """
    values = {value.name: value for value in record.values.select_related("record__key")}
    response = response_of(record, values)
    found = quality.check(response, today(), context_of(record, values))
    fresh = {_fingerprint(finding, response): finding for finding in found}
    _close_gone(record, fresh, by)
    _open_new(record, fresh)
    confidences = {name: value.confidence for name, value in values.items()}
    score_doubt(record, confidences)


def today() -> date:
    """Return the day in Seoul."""
    return timezone.localdate()


def response_of(record: LicenseRecord, values: dict[str, FieldValue]) -> dict[str, str]:
    """Return the record as it stands in the form of an answer of the API."""
    response = {name: values[name].value if name in values else "" for name in license_fields.NAMES}
    attempt = record.attempts.exclude(request_id="").last()
    return response | {"Photo": "", "RequestId": attempt.request_id if attempt else "-"}


def context_of(record: LicenseRecord, values: dict[str, FieldValue]) -> quality.Context:
    """Return what the rules may know beside the answer: the same numbers on other records."""
    return quality.Context(
        duplicates=tuple(
            quality.Duplicate(name, other.record.number, _differing(values, other.record))
            for name in license_fields.UNIQUE_IDENTIFIERS
            for other in _same(record, values.get(name))
        )
    )


def search_index(name: str, value: str) -> str:
    """Return the blind index of a searchable value ("" for other fields and for no value)."""
    compact = "".join(sign for sign in value if sign.isalnum()).upper()
    searched = (*license_fields.UNIQUE_IDENTIFIERS, "Name")
    return keyring().blind_index(name, compact) if compact and name in searched else ""


def score_doubt(record: LicenseRecord, confidences: dict[str, float | None]) -> None:
    """Write the doubt (0-100) that orders the queue, from the open findings."""
    still_open = record.findings.filter(status=Finding.Status.OPEN)
    known = {name: value for name, value in confidences.items() if value is not None}
    record.doubt = quality.doubt(list(still_open), known)
    LicenseRecord.objects.filter(pk=record.pk).update(doubt=record.doubt)


def _same(record: LicenseRecord, value: FieldValue | None) -> list[FieldValue]:
    if value is None or not value.search_index:
        return []
    others = FieldValue.objects.filter(name=value.name, search_index=value.search_index)
    return list(others.exclude(record=record).select_related("record__key")[:5])


def _differing(values: dict[str, FieldValue], other: LicenseRecord) -> tuple[str, ...]:
    """Return which of name and numbers stand differently on the other record."""
    theirs = dict(other.values.values_list("name", "search_index"))
    named = (*license_fields.UNIQUE_IDENTIFIERS, "Name")
    return tuple(
        name
        for name in named
        if name in values and theirs.get(name, "") != values[name].search_index
    )


def _fingerprint(finding: quality.Finding, response: dict[str, str]) -> str:
    spoken_of = [response.get(name, "") for name in (finding.field, *finding.also)]
    subject = "\x00".join([finding.rule, finding.field, *finding.also])
    return keyring().blind_index(subject, "\x00".join(spoken_of))


def _close_gone(record: LicenseRecord, fresh: dict[str, object], by: User | None) -> None:
    gone = record.findings.filter(status=Finding.Status.OPEN).exclude(fingerprint__in=fresh)
    gone.update(status=Finding.Status.CORRECTED, ended_by=by, ended_at=timezone.now())


def _open_new(record: LicenseRecord, fresh: dict[str, quality.Finding]) -> None:
    standing = record.findings.exclude(status=Finding.Status.CORRECTED)
    known = set(standing.values_list("fingerprint", flat=True))
    for fingerprint, finding in fresh.items():
        if fingerprint not in known:
            _row(record, fingerprint, finding).save(force_insert=True)


def _row(record: LicenseRecord, fingerprint: str, finding: quality.Finding) -> Finding:
    row = Finding(
        record=record,
        rule=finding.rule,
        rule_version=quality.VERSION,
        field=finding.field,
        also=list(finding.also),
        severity=finding.severity.value,
        fingerprint=fingerprint,
        found_at=timezone.now(),
    )
    told = finding.as_dict()
    row.body = {name: told[name] for name in ("message", "suggestions", "evidence")}
    return row
