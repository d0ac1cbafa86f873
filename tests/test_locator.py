"""Boxes after an answer of another endpoint: a server over a socket, and our real engine."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from pytest_httpserver import HTTPServer

from review import recognizer, specimens, worker
from review.bench.recognizer_scores import overlap
from review.contexts.evidence import evidence_of
from review.engine import Engine
from review.locator import Locator
from review.models import AuditEvent, DoomedFile, Extraction, Image
from review.ocr import cover
from review.ocr.client import OcrClient
from review.ocr.endpoint import Endpoint
from review.services import intake, jobs, recognition
from review.workflow import Role, State
from tests import builders

pytestmark = pytest.mark.django_db


@contextmanager
def locating(engine: str = "review.recognizer") -> Iterator[Locator]:
    locator = Locator(engine)
    try:
        yield locator
    finally:
        locator.close()


def read_by_cloud(server: HTTPServer, picture: bytes, fields: dict[str, str]) -> Extraction:
    """Return what an endpoint that knows nothing of our detail read in ``picture``."""
    inner = builders.CLEAN | {name: fields.get(name, "") for name in builders.CLEAN}
    answer = {"Response": inner | {"RequestId": "request-of-the-cloud"}}
    server.expect_oneshot_request("/", method="POST").respond_with_json(answer)
    intake.upload(picture, by=builders.person(Role.OPERATOR))
    endpoint = Endpoint(server.url_for(""), "id", "key")
    extraction = worker.do(jobs.claim(), Engine("cloud", OcrClient(endpoint)))
    assert extraction is not None
    assert extraction.detail is None
    return extraction


def found(locator: Locator, extraction: Extraction) -> dict[str, list]:
    locator.find(extraction, extraction.record.image.pk)
    return dict(evidence_of(Extraction.objects.get(pk=extraction.pk)).boxes)


def test_the_clouds_values_are_found_where_they_are_printed(httpserver: HTTPServer) -> None:
    with locating() as locator:
        for level in ("clean", "phone"):
            drawn = [specimens.draw(seed, level=level) for seed in (0, 2, 4)]
            shares = []
            for each in drawn:
                extraction = read_by_cloud(httpserver, each.picture, each.truth["response"])
                boxes = found(locator, extraction)
                assert len(boxes) >= 5
                shares += [overlap(boxes[name], each.truth["boxes"][name]) for name in boxes]
            assert np.mean(shares) >= 0.6, level
            assert min(shares) > 0, level


def test_a_value_that_is_not_in_the_picture_has_no_box(httpserver: HTTPServer) -> None:
    drawn, other = specimens.draw(0), specimens.draw(5)
    misread = other.truth["response"] | {"Type": drawn.truth["response"]["Type"]}
    with locating() as locator:
        boxes = found(locator, read_by_cloud(httpserver, drawn.picture, misread))
    assert set(boxes) == {"Type"}


def test_boxes_are_told_in_the_trail_without_a_value(httpserver: HTTPServer) -> None:
    drawn = specimens.draw(0)
    extraction = read_by_cloud(httpserver, drawn.picture, drawn.truth["response"])
    with locating() as locator:
        boxes = found(locator, extraction)
    event = AuditEvent.objects.get(verb="locate")
    assert event.details == {"attempt": extraction.attempt_id, "located": sorted(boxes)}


@pytest.mark.parametrize("engine", ["tests.recognizer_service.fake_engine", "no.such.engine"])
def test_where_our_engine_fails_the_record_stays_as_it_is(
    httpserver: HTTPServer, engine: str
) -> None:
    extraction = read_by_cloud(httpserver, builders.picture(), dict(builders.CLEAN))
    with locating(engine) as locator:
        assert found(locator, extraction) == {}
    extraction.record.refresh_from_db()
    assert extraction.record.state == State.TO_REVIEW
    assert not AuditEvent.objects.filter(verb="locate").exists()


def test_a_picture_that_takes_too_long_has_no_boxes(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("review.locator.LIMIT_S", 0.01)
    drawn = specimens.draw(0)
    extraction = read_by_cloud(httpserver, drawn.picture, drawn.truth["response"])
    with locating() as locator:
        assert found(locator, extraction) == {}


def test_with_the_numbers_box_comes_the_covered_picture(httpserver: HTTPServer) -> None:
    drawn = specimens.draw(0)
    extraction = read_by_cloud(httpserver, drawn.picture, drawn.truth["response"])
    image = extraction.record.image
    assert not image.is_covered
    with locating() as locator:
        found(locator, extraction)
    image.refresh_from_db()
    assert image.is_covered
    again = recognizer.read(image.read_cover())
    assert not cover.shows(drawn.truth["response"], again.digits)


def test_no_cover_is_kept_for_a_picture_that_was_given_up(httpserver: HTTPServer) -> None:
    drawn = specimens.draw(0)
    extraction = read_by_cloud(httpserver, drawn.picture, drawn.truth["response"])
    image = extraction.record.image
    made = cover.Cover(cover.Verdict.HOLDS, drawn.picture)
    Image.objects.filter(pk=image.pk).update(stored_name="")
    recognition.keep_boxes(extraction, {}, image, made)
    image.refresh_from_db()
    assert (image.is_covered, image.covered_name) == (False, "")
    assert DoomedFile.objects.filter(name__startswith="covers/").count() == 1
