"""A source whose images must not leave this machine."""

from types import SimpleNamespace

import pytest

from review import worker
from review.models import Attempt, Source
from review.services import jobs
from review.workflow import State
from tests import builders


@pytest.mark.django_db
def test_an_image_that_stays_here_is_never_sent_outside():
    record = builders.received()
    Source.objects.update(stays_here=True)
    endpoint = SimpleNamespace(is_loopback=False)
    outside = SimpleNamespace(
        name="https://ocr.example.test", client=SimpleNamespace(endpoint=endpoint)
    )

    worker.do(jobs.claim(), outside)

    job = record.jobs.get()
    record.refresh_from_db()
    assert (job.state, job.last_error) == ("dead", "Local.SourceStaysHere")
    assert record.state == State.RECEIVED
    assert not Attempt.objects.exists()
