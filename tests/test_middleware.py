"""What every answer passes on its way out."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from review.middleware import TextGZipMiddleware

LONG = "견본 SPECIMEN " * 200


def passed(response):
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    return TextGZipMiddleware(lambda _request: response)(request)


def test_a_page_is_packed_each_time_to_another_length():
    answers = [passed(HttpResponse(LONG)) for _ in range(30)]

    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert gzip.decompress(answers[0].content).decode() == LONG
    assert len({len(answer.content) for answer in answers}) > 1


@pytest.mark.parametrize(
    "response",
    [HttpResponse(b"\xff" * 900, content_type="image/jpeg"), StreamingHttpResponse([LONG])],
)
def test_pictures_and_streams_go_as_they_are(response):
    assert not passed(response).has_header("Content-Encoding")
