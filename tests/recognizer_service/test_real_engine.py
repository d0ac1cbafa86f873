"""The service with the engine of the product: what the fake one only plays."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from review.license_fields import NAMES, RESPONSE_KEYS
from review.recognizer_service.config import ServiceConfig
from review.specimens import draw
from tests.ocr.test_images import png_of
from tests.recognizer_service.running import (
    Sent,
    Service,
    base64,
    call,
    picture,
    post,
    running_service,
)

ENGINE_DECODE = "InvalidParameter.EngineImageDecodeFailed"


@pytest.fixture(scope="module")
def real() -> Iterator[Service]:
    """One reader; a loaded machine may take longer than the promise allows."""
    with running_service(ServiceConfig(workers=1, rate=10_000, answer_s=120)) as one:
        yield one


def test_a_card_is_read_with_detail(real: Service) -> None:
    specimen = draw(1000)
    asked = {"ImageBase64": base64(specimen.picture)}
    sent = Sent(json.dumps(asked).encode(), headers={"X-KRDL-Detail": "1"})
    answer = call(real, sent).body
    response, detail = answer["Response"], answer["Detail"]
    assert set(response) == set(RESPONSE_KEYS)
    assert response["Number"] == specimen.truth["response"]["Number"]
    filled = {name for name in NAMES if response[name]}
    assert set(detail["Confidence"]) <= filled
    assert all(0 <= value <= 1 for value in detail["Confidence"].values())
    with Image.open(BytesIO(specimen.picture)) as shown:
        width, height = shown.size
    corners = [corner for quads in detail["Boxes"].values() for quad in quads for corner in quad]
    assert corners
    assert all(-width < x < 2 * width and -height < y < 2 * height for x, y in corners)


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (picture(), "FailedOperation.OcrFailed"),
        (draw(0, level="other").picture, "FailedOperation.OcrFailed"),
        (draw(1000, level="phone").picture[:20_000], ENGINE_DECODE),
        (b"\xff\xd8\xff\xe0 and no more", ENGINE_DECODE),
        (png_of(8000, 5001), ENGINE_DECODE),
        (png_of(60_000, 60_000), ENGINE_DECODE),
        (b"GIF89a", "FailedOperation.ImageDecodeFailed"),
    ],
    ids=["blank", "another card", "truncated", "damaged", "41 Mpx", "bomb", "gif"],
)
def test_what_is_no_readable_card(real: Service, image: bytes, code: str) -> None:
    assert post(real, ImageBase64=base64(image)).code == code


def test_the_portrait_is_a_bare_jpeg_and_only_comes_when_asked_for(real: Service) -> None:
    image = base64(draw(1000).picture)
    asked = call(real, Sent(json.dumps({"ImageBase64": image, "ReturnHeadImage": True}).encode()))
    photo = b64decode(asked.body["Response"]["Photo"], validate=True)
    with Image.open(BytesIO(photo)) as portrait:
        assert portrait.format == "JPEG"
        assert portrait.height > portrait.width
    unasked = call(real, Sent(json.dumps({"ImageBase64": image}).encode()))
    assert unasked.body["Response"]["Photo"] == ""
