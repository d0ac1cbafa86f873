"""What becomes of a job: read, retried, unreadable, paused, dead, and taken over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from review.exceptions import LeaseLost
from review.models import EnginePause, Extraction, Job, LicenseRecord
from review.ocr.errors import TABLE, OcrError, Outcome
from review.services import correction, jobs, recognition
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def begun():
    record = builders.received()
    return record, recognition.begin(jobs.claim(), endpoint="test")


def standing(record):
    return LicenseRecord.objects.get(pk=record.pk).state, record.jobs.get().state


def test_an_answer_is_kept_exactly_as_received():
    record, work = begun()
    answer = builders.answer(Name="홍견본", Unheard="of")

    recognition.complete(work, answer)

    kept = Extraction.objects.get(record=record)
    assert kept.response == answer.response
    assert kept.attempt.request_id == answer.request_id
    assert "홍견본".encode() not in bytes(kept.response_box)
    assert standing(record) == (State.TO_REVIEW, Job.State.DONE)


def test_a_job_whose_worker_vanished_is_taken_again_and_the_late_answer_is_refused():
    record, work = begun()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    again = recognition.begin(jobs.claim(), endpoint="test")
    with pytest.raises(LeaseLost):
        recognition.complete(work, builders.answer())
    recognition.complete(again, builders.answer())

    assert Extraction.objects.filter(record=record).count() == 1
    assert standing(record) == (State.TO_REVIEW, Job.State.DONE)


def test_nobody_gets_a_job_that_is_leased():
    begun()
    assert jobs.claim() is None


@pytest.mark.parametrize("code", sorted(TABLE))
def test_every_code_ends_in_what_the_table_says(code):
    record, work = begun()

    recognition.fail(work, OcrError(code))

    state, job = standing(record)
    outcome, retries = TABLE[code].outcome, TABLE[code].retries
    if outcome is Outcome.UNREADABLE and not retries:
        assert (state, job) == (State.UNREADABLE, Job.State.DONE)
    elif outcome is Outcome.OUR_FAULT:
        assert (state, job) == (State.RECEIVED, Job.State.DEAD)
    else:
        assert (state, job) == (State.RECEIVED, Job.State.QUEUED)
    paused = EnginePause.objects.filter(endpoint="test").exists()
    assert paused == (outcome is Outcome.ENGINE_UNAVAILABLE and not retries)


def test_throttling_is_no_attempt():
    record, work = begun()
    recognition.fail(work, OcrError("RequestLimitExceeded", retry_after=7))

    job = record.jobs.get()
    assert job.attempts == 0
    assert job.run_after > timezone.now() + timedelta(seconds=5)


def test_ocr_failed_is_tried_once_more_and_then_unreadable():
    record, work = begun()
    recognition.fail(work, OcrError("FailedOperation.OcrFailed"))
    assert standing(record) == (State.RECEIVED, Job.State.QUEUED)

    Job.objects.update(run_after=timezone.now())
    again = recognition.begin(jobs.claim(), endpoint="test")
    recognition.fail(again, OcrError("FailedOperation.OcrFailed"))
    assert standing(record) == (State.UNREADABLE, Job.State.DONE)


def test_a_picture_that_is_too_large_is_sent_smaller():
    record, work = begun()
    recognition.fail(work, OcrError("LimitExceeded.TooLargeFileError"))
    assert record.jobs.get().halvings == 1


def test_what_a_person_typed_survives_another_reading():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer, Name="김걉본")
    correction.correct(record, "Name", "김견본", by=reviewer)

    recognition.recognize_again(record, by=reviewer)
    work = recognition.begin(jobs.claim(), endpoint="test")
    recognition.complete(work, builders.answer(Name="김겨본"))

    value = record.values.get(name="Name")
    assert (value.extracted, value.value) == ("김겨본", "김견본")


def test_what_two_readings_of_a_card_differ_in_becomes_a_finding():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer, Name="김견본")
    recognition.recognize_again(record, by=reviewer)
    work = recognition.begin(jobs.claim(), endpoint="test")
    recognition.complete(work, builders.answer(Name="김겨본"))

    doubt = record.findings.get(rule="agreement.second_extraction", status="open")
    assert (doubt.field, doubt.suggestions[0]["value"]) == ("Name", "김견본")


@pytest.mark.parametrize(
    ("read", "stands"),
    [("男", "남"), ("女", "여"), ("F", "여"), ("未知", "未知"), ("万", "万"), ("", "")],
)
def test_the_words_for_sex_become_one_vocabulary(read, stands):
    value = builders.read(Sex=read).values.get(name="Sex")
    assert (value.extracted, value.value) == (read, stands)
