"""Downloads by address: no spelling of a private address is reached, and none outlasts its time."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from review.recognizer_service.config import ServiceConfig
from review.recognizer_service.fetch import fetch, is_public
from review.recognizer_service.parameters import IMAGE_LIMIT
from review.recognizer_service.refusal import Refusal
from tests.ocr.hostile import Call, serving
from tests.recognizer_service.running import ENGINE, Service, picture, post, running_service

FAILED = "FailedOperation.DownLoadError"

# Every host here is this machine, a private network or no host of the internet at all.
CLOSED_HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.255.255.254",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "%6c%6f%63%61%6c%68%6f%73%74",
    "①②⑦.⓪.⓪.①",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
]


@pytest.mark.parametrize("host", CLOSED_HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_reaches_a_closed_address(
    host: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[Any] = []
    real = socket.socket.connect

    def spy(self: socket.socket, address: Any) -> None:
        connected.append(address)
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", spy)
    with pytest.raises(Refusal) as refused:
        fetch(f"{scheme}://{host}:9/a.jpg", seconds=3)
    assert refused.value.code == FAILED
    # Name look-ups aside, nothing was contacted.
    assert not [address for address in connected if address[1] == 9]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.jpg",
        "//127.0.0.1/a",
        "file:///etc/passwd",
        "ftp://example.test/a",
        "gopher://127.0.0.1/",
        "data:image/png;base64,AAAA",
        "http://",
        "http:///a",
        "http://user:word@example.test/",
        "http://a.test:99999/",
        "http://[::1/",
        "http://exa mple.test/",
        "http://" + "a" * 300 + ".test/",
        "http://nowhere.invalid/",
    ],
)
def test_what_is_no_address_to_download_from(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        fetch(url, seconds=3, private=True)
    assert refused.value.code == FAILED


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: a public address when looked at, this machine when connected to."""
    answers = ["203.0.113.7", "127.0.0.1"]
    asked: list[str] = []

    def rebinding(host: str, port: int, *_: Any) -> list[Any]:
        asked.append(host)
        address = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with serving(lambda call: call.answer(b"secret")) as server:
        for _ in range(2):
            with pytest.raises(Refusal):
                fetch(f"http://rebind.test:{server.port}/", seconds=3)
        assert not server.requests
    # One look a download: the address judged is the address connected to.
    assert len(asked) == 2


def test_of_several_addresses_only_the_open_ones_are_tried(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = ["127.0.0.1", "::1"]
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, port, *_: [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in both
        ],
    )
    with serving(lambda call: call.answer(b"secret")) as server:
        with pytest.raises(Refusal):
            fetch(f"http://both.test:{server.port}/", seconds=3)
        assert not server.requests


def test_a_redirect_into_the_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hop passes as public, the second is the same machine under its own name."""
    with serving(lambda call: call.answer(b"secret")) as inside:

        def redirect(call: Call) -> None:
            call.answer(b"", "302 Found", f"Location: http://127.0.0.2:{inside.port}/")

        with serving(redirect) as outside:
            monkeypatch.setattr(
                "review.recognizer_service.fetch.is_public", lambda text: text == "127.0.0.1"
            )
            with pytest.raises(Refusal) as refused:
                fetch(outside.url, seconds=3)
            assert len(outside.requests) == 1
        assert not inside.requests
    assert refused.value.code == FAILED


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://u@127.0.0.1/"]
)
def test_a_redirect_to_another_scheme_is_not_followed(target: str) -> None:
    behavior = lambda call: call.answer(b"", "302 Found", f"Location: {target}")  # noqa: E731
    with serving(behavior) as server, pytest.raises(Refusal):
        fetch(server.url, seconds=3, private=True)


def test_redirects_end() -> None:
    with serving(lambda call: call.answer(b"", "302 Found", "Location: /again")) as server:
        with pytest.raises(Refusal):
            fetch(server.url, seconds=5, private=True)
        assert len(server.requests) == 4


def test_a_redirect_within_what_is_permitted_is_followed() -> None:
    behaviors = [
        lambda call: call.answer(b"", "307 There", "Location: /there"),
        lambda call: call.answer(b"picture"),
    ]
    with serving(*behaviors) as server:
        assert fetch(server.url, seconds=5, private=True) == b"picture"
        assert server.requests[1].startswith(b"GET /there")


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oops", "204 Nothing", "206 Part"])
def test_another_status(status: str) -> None:
    with serving(lambda call: call.answer(b"", status)) as server, pytest.raises(Refusal):
        fetch(server.url, seconds=5, private=True)


def test_too_much_is_told_as_too_large() -> None:
    body = b"x" * (IMAGE_LIMIT + 1)
    with serving(lambda call: call.answer(body)) as server, pytest.raises(Refusal) as refused:
        fetch(server.url, seconds=30, private=True)
    assert refused.value.code == "LimitExceeded.TooLargeFileError"
    with serving(lambda call: call.answer(body[1:])) as server:
        assert len(fetch(server.url, seconds=30, private=True)) == IMAGE_LIMIT


@pytest.mark.parametrize(
    "behavior",
    [
        Call.hold,
        lambda call: (call.read(), call.hold()),
        lambda call: (call.read(), call.drip(b"HTTP/1.1 200 OK\r\n" * 400)),
        lambda call: (call.read(), call.send(b"HTTP/1.1 200 OK\r\n\r\n"), call.drip(b"x" * 4000)),
    ],
    ids=["silent", "silent after reading", "dripping head", "dripping body"],
)
def test_a_download_ends_on_time(behavior: Any) -> None:
    started = time.monotonic()
    with serving(behavior) as server, pytest.raises(Refusal) as refused:
        fetch(server.url, seconds=0.5, private=True)
    assert refused.value.code == FAILED
    assert time.monotonic() - started < 10


def test_a_name_server_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: time.sleep(5))
    started = time.monotonic()
    with pytest.raises(Refusal):
        fetch("http://slow.test/", seconds=0.3)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("text", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_the_open_internet(text: str) -> None:
    assert is_public(text)


@pytest.mark.parametrize("text", ["", "localhost", "fe80::1%eth0", "::ffff:10.0.0.1", "2001::1"])
def test_what_is_not(text: str) -> None:
    assert not is_public(text)


# --- through the service


def test_the_service_keeps_out_of_its_own_network(service: Service) -> None:
    with serving(lambda call: call.answer(picture())) as server:
        assert post(service, ImageUrl=f"{server.url}/a.png").code == FAILED
        assert not server.requests


def test_the_setting_for_intranets_lets_the_service_in() -> None:
    config = ServiceConfig(engine=ENGINE, private_urls=True)
    with running_service(config) as local, serving(
        lambda call: call.answer(picture()),
        lambda call: call.answer(b"GIF89a"),
        lambda call: call.answer(b"", "404 Not Found"),
    ) as server:  # fmt: skip
        url = f"{server.url}/면허 a.png"
        assert post(local, ImageUrl=url).code == ""
        assert post(local, ImageUrl=url).code == "FailedOperation.ImageDecodeFailed"
        assert post(local, ImageUrl=url, ImageBase64="aGVsbG8=").code == FAILED
