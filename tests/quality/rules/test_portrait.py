"""portrait: asked for or not, openable or not, of the usual shape or not."""

import base64
import io

import pytest
from PIL import Image

from review.quality import Context
from tests.quality.sample import SAMPLE, changed, findings


def photo(width, height, form="PNG"):
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, form)
    return base64.b64encode(out.getvalue()).decode()


def test_asked_for_but_missing():
    (finding,) = findings("portrait.missing", SAMPLE, context=Context(portrait_asked=True))
    assert finding.severity == "warning"
    assert findings("portrait.missing", SAMPLE) == []


def test_present_but_not_asked_for():
    response = changed(Photo=photo(90, 120))
    (finding,) = findings("portrait.unasked", response, context=Context(portrait_asked=False))
    assert finding.suggestion == ""
    assert findings("portrait.unasked", response) == []


@pytest.mark.parametrize("value", ["no picture", "aGVsbG8=", photo(90, 120, "GIF")])
def test_not_to_be_opened(value):
    assert findings("portrait.undecodable", changed(Photo=value))
    assert findings("portrait.shape", changed(Photo=value)) == []


@pytest.mark.parametrize(("size", "count"), [((90, 120), 0), ((120, 90), 1), ((30, 40), 1)])
def test_shape(size, count):
    for form in ("PNG", "JPEG"):
        response = changed(Photo=photo(*size, form))
        assert len(findings("portrait.shape", response)) == count
        assert findings("portrait.undecodable", response) == []
