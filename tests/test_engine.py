"""The engine covers what it read and reads the covered picture again."""

import io

import pytest
from PIL import Image

from review import engine
from review.ocr.client import Answer
from review.ocr.cover import Verdict
from review.ocr.errors import OcrError
from tests import builders

BOX = [[100.0, 50.0], [240.0, 50.0], [240.0, 70.0], [100.0, 70.0]]


class Client:
    """Answers the second reading as the test says; an exception is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def recognize(self, image, **_asked):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def reading(**detail):
    told = {"Confidence": {"Number": 0.9}, "Boxes": {"Number": [BOX]}, "Digits": []} | detail
    return Answer(builders.CLEAN, "request", told, 0.1, b"")


@pytest.fixture
def picture():
    file = io.BytesIO()
    Image.new("RGB", (300, 120), "white").save(file, "PNG")
    return file.getvalue()


def covered(picture, *answers, first=None):
    return engine.Engine("test", Client(*answers)).cover(picture, first or reading())


def test_what_the_second_reading_bears_out_is_kept(picture):
    again = reading(Digits=["9001011"])
    cover = covered(picture, again)
    assert (cover.verdict, cover.picture[:3]) == (Verdict.HOLDS, b"\xff\xd8\xff")
    pixels = Image.open(io.BytesIO(cover.picture)).convert("L")
    assert pixels.getpixel((210, 60)) < 80
    assert pixels.getpixel((110, 60)) > 200


def test_digits_that_remain_throw_the_cover_away(picture):
    cover = covered(picture, reading(Digits=["34568"]))
    assert (cover.verdict, cover.picture) == (Verdict.SHOWS, b"")


def test_an_engine_that_tells_no_boxes_is_not_asked_again(picture):
    assert covered(picture, first=reading(Boxes={})).verdict is Verdict.NO_PLACE


def test_faults_that_pass_are_tried_again_and_others_prove_nothing(picture, monkeypatch):
    monkeypatch.setattr(engine.time, "sleep", lambda _seconds: None)
    late = OcrError("Transport.Timeout")
    assert covered(picture, late, reading()).verdict is Verdict.HOLDS
    assert covered(picture, late, late, late).verdict is Verdict.UNSURE
    refused = OcrError("FailedOperation.OcrFailed")
    assert covered(picture, refused).verdict is Verdict.UNSURE
