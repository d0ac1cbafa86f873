"""Reading a card: the call is prepared, made outside every transaction, and its end written.

Whatever the endpoint does, a record ends read, unreadable, or still in the queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from review import license_fields
from review.models import Attempt, EnginePause, Extraction, FieldValue, Job, SeededCard
from review.models.field_value import Origin
from review.ocr import errors
from review.ocr.errors import Outcome
from review.permissions import check_can
from review.quality import sex
from review.services import (
    audit,
    checking,
    covers,
    duplicates,
    jobs,
    straight_through,
    transitions,
)
from review.workflow import State, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from review.models import Image, LicenseRecord
    from review.ocr.client import Answer
    from review.ocr.cover import Cover

# A picture that is said to be too large is sent at half the size, this often.
MOST_SMALLER = 4
# After so many counted attempts a job waits for a person.
MOST_ATTEMPTS = 50


@dataclass(frozen=True)
class Work:
    """One attempt under way: the leased job, the saved attempt, and the picture to send."""

    job: Job
    attempt: Attempt
    image: Image
    picture: bytes


@transaction.atomic
def begin(job: Job, *, by: None = None, endpoint: str) -> Work:
    """Save the attempt before the call; raises LeaseLost when the job is no longer ours."""
    jobs.renew(job)
    record = job.record
    if record.state == State.RECEIVED:
        transitions.move(record, Verb.RECOGNIZE, to=State.RECOGNIZING)
    attempt = Attempt.objects.create(record=record, endpoint=endpoint)
    details = {"attempt": attempt.pk, "endpoint": endpoint}
    if settings.KRDL_OCR_PROCESSOR:
        details["processor"] = settings.KRDL_OCR_PROCESSOR
    audit.write(Verb.RECOGNIZE, by=by, record=record, details=details)
    image = record.image
    return Work(job, attempt, image, image.read())


def complete(
    work: Work, answer: Answer, cover: Cover | None = None, *, by: None = None
) -> Extraction:
    """Keep the answer as received, fill the fields, check them, open the record for review.

    ``cover`` is the covered picture: stored before the transaction, and removed if that fails.
    """
    stored = covers.store(work.image, cover) if cover else None
    try:
        return _complete(work, answer, stored, by)
    except Exception:
        if stored:
            stored.discard()
        raise


@transaction.atomic
def _complete(work: Work, answer: Answer, stored: covers.Stored | None, by: None) -> Extraction:
    jobs.finish(work.job)
    record = work.job.record
    if stored:
        covers.keep(stored)
    _end_attempt(work.attempt, answer.request_id, "", "read", answer.duration_s)
    extraction = Extraction(record=record, attempt=work.attempt)
    extraction.response, extraction.detail = answer.response, _kept(answer.detail)
    extraction.save()
    _fill(record, answer.response, (answer.detail or {}).get("Confidence", {}))
    transitions.move(record, Verb.FINISH)
    checking.check(record, by=by)
    drawn = straight_through.draw(record)
    details = {"attempt": work.attempt.pk, "request": answer.request_id} | drawn
    audit.write(Verb.FINISH, by=by, record=record, details=details)
    straight_through.pass_on(record, drawn)
    if record.seeded and SeededCard.objects.filter(record=record).exists():
        transitions.move(record, Verb.SET_ASIDE)
        audit.write(Verb.SET_ASIDE, by=by, record=record)
    return extraction


def keep_boxes(
    extraction: Extraction,
    boxes: dict[str, list[Any]],
    image: Image,
    cover: Cover | None = None,
    *,
    by: None = None,
) -> None:
    """Keep where we found the values of an answer that came without boxes.

    ``cover`` is the picture covered at the number's place, kept as long as ``image`` has its
    original.
    """
    stored = covers.store(image, cover) if cover else None
    try:
        _keep_boxes(extraction, boxes, stored, by)
    except Exception:
        if stored:
            stored.discard()
        raise


@transaction.atomic
def _keep_boxes(
    extraction: Extraction, boxes: dict[str, list[Any]], stored: covers.Stored | None, by: None
) -> None:
    extraction.detail = {"Boxes": boxes}
    extraction.save(update_fields=["detail_box"])
    details = {"attempt": extraction.attempt_id, "located": sorted(boxes)}
    audit.write("locate", by=by, record=extraction.record, details=details)
    if stored:
        covers.keep_late(stored)


def _kept(detail: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an answer's detail without the runs of digits, which only judge the cover."""
    return detail and {name: told for name, told in detail.items() if name != "Digits"}


@transaction.atomic
def fail(work: Work, error: errors.OcrError, *, by: None = None, duration_s: float = 0.0) -> None:
    """Do what the error table says; never a verdict on the card unless it says UNREADABLE."""
    _end_attempt(work.attempt, error.request_id, error.code, error.outcome, duration_s)
    _ENDINGS[error.outcome](work, error)
    details = {
        "attempt": work.attempt.pk,
        "code": error.code,
        "outcome": error.outcome.value,
        "request": error.request_id,
    }
    audit.write("attempt failed", by=by, record=work.job.record, details=details)


@transaction.atomic
def recognize_again(record: LicenseRecord, *, by: User) -> None:
    """Queue the record for another reading; what people typed stays."""
    check_can(Verb.RECOGNIZE, by, record)
    transitions.move(record, Verb.RECOGNIZE, claimed_by=None, claim_until=None)
    jobs.enqueue(record, by=by)
    audit.write(Verb.RECOGNIZE, by=by, record=record)


@transaction.atomic
def bury(job: Job, code: str, *, by: None = None) -> None:
    """Give a job up that cannot even be tried (a fault of ours); the record stays in the queue."""
    jobs.bury(job, code)
    job.record.refresh_from_db()
    if job.record.state == State.RECOGNIZING:
        transitions.move(job.record, Verb.RETRY)
    audit.write("attempt failed", by=by, record=job.record, details={"code": code})


def is_paused(endpoint: str) -> bool:
    """Return whether ``endpoint`` waits for an administrator."""
    return EnginePause.objects.filter(endpoint=endpoint).exists()


@transaction.atomic
def resume(pause: EnginePause, *, by: User) -> None:
    """Let the queue of a paused endpoint go on."""
    audit.write("resume engine", by=by, details={"endpoint": pause.endpoint})
    pause.delete()


def _end_attempt(
    attempt: Attempt, request_id: str, code: str, outcome: str, duration_s: float
) -> None:
    attempt.request_id, attempt.error_code, attempt.outcome = request_id, code, str(outcome)
    attempt.duration_ms, attempt.finished_at = round(duration_s * 1000), timezone.now()
    attempt.save()


def _fill(record: LicenseRecord, response: dict[str, Any], confidences: dict[str, float]) -> None:
    """Write what was read into every field, and over the value unless a person corrected it."""
    standing = {value.name: value for value in record.values.all()}
    for name in license_fields.NAMES:
        value = standing.get(name) or FieldValue(record=record, name=name)
        value.record = record
        read = response.get(name)
        value.extracted = read if isinstance(read, str) else ""
        value.confidence = confidences.get(name)
        if value.origin == Origin.EXTRACTED:
            value.value = _in_our_words(name, value.extracted)
            value.search_index = duplicates.search_index(name, value.value)
        value.version += 1
        value.save()


def _in_our_words(name: str, read: str) -> str:
    """Return what was read; of Sex the one word the desk has for it, where there is one."""
    return (sex.normalize(read) or read) if name == "Sex" else read


def _later(work: Work, error: errors.OcrError) -> None:
    allowed = MOST_ATTEMPTS if error.retries is None else error.retries
    if work.job.attempts >= min(allowed, MOST_ATTEMPTS):
        _our_fault(work, error)
        return
    wait_s = errors.backoff(work.job.attempts + 1, retry_after=error.retry_after)
    jobs.put_back(work.job, error.code, after_s=wait_s)
    transitions.move(work.job.record, Verb.RETRY)


def _throttled(work: Work, error: errors.OcrError) -> None:
    wait_s = errors.backoff(1, retry_after=error.retry_after)
    jobs.put_back(work.job, error.code, after_s=wait_s, counted=False)
    transitions.move(work.job.record, Verb.RETRY)


def _smaller(work: Work, error: errors.OcrError) -> None:
    if work.job.halvings >= MOST_SMALLER:
        _give_up(work, error)
        return
    jobs.put_back(work.job, error.code, smaller=True)
    transitions.move(work.job.record, Verb.RETRY)


def _unreadable(work: Work, error: errors.OcrError) -> None:
    if work.job.attempts < (error.retries or 0):
        _later(work, error)
    else:
        _give_up(work, error)


def _give_up(work: Work, error: errors.OcrError) -> None:
    jobs.finish(work.job)
    transitions.move(work.job.record, Verb.GIVE_UP)


def _unavailable(work: Work, error: errors.OcrError) -> None:
    if work.job.attempts < (error.retries or 0):
        _later(work, error)
        return
    endpoint = work.attempt.endpoint
    EnginePause.objects.get_or_create(endpoint=endpoint, defaults={"error_code": error.code})
    jobs.put_back(work.job, error.code, counted=False)
    transitions.move(work.job.record, Verb.RETRY)


def _our_fault(work: Work, error: errors.OcrError) -> None:
    jobs.bury(work.job, error.code)
    transitions.move(work.job.record, Verb.RETRY)


_ENDINGS = {
    Outcome.RETRY_LATER: _later,
    Outcome.THROTTLED: _throttled,
    Outcome.SEND_SMALLER: _smaller,
    Outcome.UNREADABLE: _unreadable,
    Outcome.ENGINE_UNAVAILABLE: _unavailable,
    Outcome.OUR_FAULT: _our_fault,
}
