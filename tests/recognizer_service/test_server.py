"""The service as a process: it says where it is, outlives its readers, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from review.recognizer_service.config import ServiceConfig, default_workers
from review.recognizer_service.server import main
from tests.recognizer_service.running import ENGINE, Service, base64, picture, post, running_service


def reader_of(service: Service) -> int:
    answer = post(service, ImageBase64=base64(picture("pid")))
    return int(answer.body["Response"]["Name"])


def gone(pid: int, seconds: float = 20) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.05)
    return False


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def test_sigterm_ends_the_readers_too() -> None:
    with running_service(ServiceConfig(engine=ENGINE)) as service:
        reader = reader_of(service)
    assert gone(reader)


def test_readers_end_when_the_service_is_killed() -> None:
    with running_service(ServiceConfig(engine=ENGINE)) as service:
        reader = reader_of(service)
        worker = parent_of(reader)
        os.kill(worker, signal.SIGKILL)
        assert gone(reader)
        # The supervising process starts the service anew on the same port.
        assert reader_of(service) != reader


def test_others_are_answered_while_a_card_is_read(service: Service) -> None:
    with ThreadPoolExecutor(2) as callers:
        slow = callers.submit(post, service, ImageBase64=base64(picture("sleep1.5")))
        quick = post(service, ImageBase64=base64(picture()))
        bad = post(service, ImageBase64="aGVsbG8=")
        assert not slow.done()
        assert (quick.code, bad.code) == ("", "FailedOperation.ImageDecodeFailed")
        assert slow.result().code == ""


def test_a_full_queue_is_told_to_some_and_loses_none() -> None:
    config = ServiceConfig(workers=1, waiting=1, rate=1000, engine=ENGINE)
    with running_service(config) as service, ThreadPoolExecutor(6) as callers:
        reader_of(service)
        images = [base64(picture("sleep0.5"))] * 6
        codes = [
            answer.code
            for answer in callers.map(lambda one: post(service, ImageBase64=one), images)
        ]
    assert set(codes) <= {"", "RequestLimitExceeded"}
    assert codes.count("") >= 1
    assert "RequestLimitExceeded" in codes


def test_the_options() -> None:
    with pytest.raises(SystemExit):
        main(["--port", "many"])
    assert 1 <= default_workers() <= 4
    config = ServiceConfig.from_environment(workers=3)
    assert (config.workers, config.waiting, config.engine) == (3, 12, "review.recognizer")
    assert not config.private_urls


def test_the_rate_is_twenty_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ServiceConfig.from_environment().rate == 20
    monkeypatch.setenv("KRDL_RECOGNIZER_RATE", "5")
    assert ServiceConfig.from_environment().rate == 5


def test_private_addresses_need_the_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRDL_RECOGNIZER_PRIVATE_URLS", "1")
    assert ServiceConfig.from_environment().private_urls
