"""Running the quality rules over a record as it stands, and keeping their findings in step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from review import license_fields, quality
from review.models import Extraction, FieldValue, Finding, LicenseRecord
from review.models.sealed import keyring
from review.services import duplicates, policies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import User


def check(record: LicenseRecord, *, by: User | None) -> None:
    """Bring the findings of ``record`` in step with its values, and its doubt with them.

    A doubt that is no longer raised ends as corrected; one that was confirmed or dismissed stays
    so as long as the values it speaks of stay.
    """
    values = _standing(record)
    response = response_of(record, values)
    found = quality.check(response, today(), context_of(record, values), policies.current())
    if record.number_was_dropped and not response["Number"]:
        found = [finding for finding in found if finding.field != "Number"]
    fresh = {fingerprint(finding, response): finding for finding in found}
    _close_gone(record, fresh, by)
    _open_new(record, fresh)
    score_doubt(record)


def today() -> date:
    """Return the day in Seoul."""
    return timezone.localdate()


def response_of(record: LicenseRecord, values: dict[str, FieldValue]) -> dict[str, str]:
    """Return the record as it stands in the form of an answer of the API."""
    response = {name: values[name].value if name in values else "" for name in license_fields.NAMES}
    extraction = record.extractions.select_related("record__key").last()
    received = extraction.response if extraction else {"Photo": "", "RequestId": "-"}
    return response | {name: received.get(name, "") for name in ("Photo", "RequestId")}


def context_of(record: LicenseRecord, values: dict[str, FieldValue]) -> quality.Context:
    """Return what the rules may know beside the answer.

    An earlier extraction of the same card, confidences, and the same numbers on other records.
    """
    kept = record.extractions.select_related("record__key", "attempt").order_by("-pk")
    last, second = (*kept[:2], None, None)[:2]
    return quality.Context(
        second=second.response if second else None,
        second_source=second.attempt.endpoint if second else "",
        portrait_asked=settings.KRDL_OCR_PORTRAIT,
        duplicates=duplicates.find(record, {n: v.search_index for n, v in values.items()}),
        confidences={n: v.confidence for n, v in values.items() if v.confidence is not None},
        warnings=_warnings(last),
    )


def _warnings(extraction: Extraction | None) -> tuple[str, ...]:
    """Return what the engine held against the picture, where it tells."""
    told = ((extraction.detail if extraction else None) or {}).get("Warnings", ())
    return tuple(str(each) for each in told)


def corroboration(record: LicenseRecord) -> dict[str, list[dict[str, str]]]:
    """Return for each supported field what supports it: another field, another extraction."""
    values = _standing(record)
    context = context_of(record, values)
    return quality.corroboration(response_of(record, values), today(), context)


def _standing(record: LicenseRecord) -> dict[str, FieldValue]:
    return {value.name: value for value in record.values.select_related("record__key")}


def score_doubt(record: LicenseRecord) -> None:
    """Write the doubt (0-100) that orders the queue, by the formula of the quality rules.

    A value that a person typed or confirmed no longer counts with the engine's confidence.
    """
    values = _standing(record)
    unvouched = [value for value in values.values() if value.is_as_read]
    confidences = {v.name: v.confidence for v in unvouched if v.confidence is not None}
    support = corroboration(record)
    still_open = record.findings.filter(status=Finding.Status.OPEN)
    record.doubt = quality.doubt(still_open, confidences, support)
    LicenseRecord.objects.filter(pk=record.pk).update(doubt=record.doubt)


def fingerprint(finding: quality.Finding | Finding, response: dict[str, str]) -> str:
    """Return the blind index of a doubt: the rule and the values it speaks of."""
    spoken_of = [response.get(name, "") for name in (finding.field, *finding.also)]
    subject = "\x00".join([finding.rule, finding.severity, finding.field, *finding.also])
    return keyring().blind_index(subject, "\x00".join(spoken_of))


def _close_gone(record: LicenseRecord, fresh: Iterable[str], by: User | None) -> None:
    gone = record.findings.filter(status=Finding.Status.OPEN).exclude(fingerprint__in=list(fresh))
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
