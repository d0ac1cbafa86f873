"""Which addresses are accepted, and what is signed of them."""

from __future__ import annotations

import pytest

from review.ocr.endpoint import Endpoint


def endpoint(url: str, *, allow_plain_http: bool = False) -> Endpoint:
    return Endpoint(url, "id", "hush", allow_plain_http=allow_plain_http)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ocr.tencentcloudapi.com", "ocr.tencentcloudapi.com"),
        ("https://OCR.tencentcloudapi.com:443/", "ocr.tencentcloudapi.com"),
        ("https://ocr.example.test:8443", "ocr.example.test:8443"),
        ("http://127.0.0.1:80", "127.0.0.1"),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://localhost:443", "localhost:443"),
    ],
)
def test_the_signed_host(url: str, host: str) -> None:
    assert endpoint(url).host == host
    assert endpoint(url).base_url == f"{url.split(':', maxsplit=1)[0]}://{host}/"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ocr.tencentcloudapi.com",
        "ftp://ocr.example.test",
        "https://",
        "https://host:0",
        "https://host:99999",
        "https://host/tc3",
        "https://host?x=1",
        "https://user:word@host",
    ],
)
def test_an_address_that_cannot_work_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"endpoint|[Pp]ort"):
        endpoint(url)


def test_plain_http_stays_on_this_machine() -> None:
    with pytest.raises(ValueError, match="https"):
        endpoint("http://ocr.example.test")
    assert endpoint("http://ocr.example.test", allow_plain_http=True).host == "ocr.example.test"
    assert not endpoint("https://ocr.example.test").is_loopback
    assert endpoint("http://127.9.9.9").is_loopback


def test_the_key_does_not_show_itself() -> None:
    assert "hush" not in repr(endpoint("https://ocr.example.test"))
