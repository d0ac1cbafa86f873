"""System checks: a start that would go wrong is told with what to do."""

import json

import pytest

from review import checks, encryption
from tests import builders


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("endpoint", "processor", "expected"),
    [
        ("", "", []),
        ("http://127.0.0.1:9000", "", []),
        ("https://ocr.example.test", "", ["review.E002"]),
        ("https://ocr.example.test", "Example Inc., Korea", []),
        ("http://ocr.example.test", "Example Inc., Korea", ["review.E001"]),
        ("ftp://ocr.example.test", "", ["review.E001"]),
    ],
)
def test_the_endpoint_is_checked(settings, endpoint, processor, expected):
    settings.KRDL_OCR_ENDPOINT, settings.KRDL_OCR_PROCESSOR = endpoint, processor
    assert ids(checks.check_endpoint()) == expected


def test_a_damaged_keyring_is_told(settings, tmp_path):
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    settings.KRDL_KEYRING.write_text(json.dumps({"current": "x"}))
    assert ids(checks.check_keyring_is_whole()) == ["review.E003"]


@pytest.mark.django_db
def test_a_foreign_keyring_is_told(settings, tmp_path):
    builders.received()
    settings.KRDL_KEYRING = tmp_path / "keyring.json"
    settings.KRDL_KEYRING.write_text(encryption.new_keyring().as_json())
    assert ids(checks.check_keyring_fits(databases=["default"])) == ["review.E004"]
