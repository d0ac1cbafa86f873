"""Finding the service that runs, or starting one for a while."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from review.ocr.client import OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError
from review.ocr.signing import Key
from review.recognizer_service import embedded
from tests.recognizer_service.running import KEY, Service, picture


def test_the_running_service_is_found_by_its_port_file(service: Service, tmp_path: Path) -> None:
    port_file = tmp_path / embedded.PORT_FILE
    port_file.write_text(f"{service.port}\n")
    with embedded.ensure_running(tmp_path, KEY) as endpoint:
        assert endpoint.url.endswith(f":{service.port}")
    # Who did not start it does not end it.
    assert embedded.answers(endpoint)


@pytest.mark.parametrize("content", ["", "x", "0", "-1", "99999", "1"])
def test_a_port_file_that_is_wrong_finds_nothing(tmp_path: Path, content: str) -> None:
    port_file = tmp_path / embedded.PORT_FILE
    port_file.write_text(content)
    assert embedded.find_running(port_file, KEY) is None


def test_a_service_that_does_not_know_our_key_is_not_ours(service: Service, tmp_path: Path) -> None:
    port_file = tmp_path / embedded.PORT_FILE
    port_file.write_text(str(service.port))
    assert embedded.find_running(port_file, Key("AKIDNOBODY", "x")) is None


def test_one_is_started_for_the_block_and_ended(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with embedded.ensure_running(tmp_path, KEY, workers=1) as endpoint:
        client = OcrClient(endpoint)
        with pytest.raises(OcrError, match=r"FailedOperation\.ImageDecodeFailed"):
            client.recognize(b"no picture")
        with pytest.raises(OcrError, match=r"FailedOperation\.OcrFailed"):
            client.recognize(picture())
    assert not embedded.answers(endpoint)
    assert not list(tmp_path.iterdir())
    # It ended in peace, and our own output is ours alone.
    assert capfd.readouterr() == ("", "")


def test_one_ends_with_whoever_started_it(tmp_path: Path) -> None:
    started = """
import os, sys
from pathlib import Path
from review.ocr.signing import Key
from review.recognizer_service.embedded import ensure_running
with ensure_running(Path(sys.argv[1]), Key(*sys.argv[2:]), workers=1) as endpoint:
    print(endpoint.url, flush=True)
    os.kill(os.getpid(), 9)
"""
    ran = subprocess.run(
        [sys.executable, "-c", started, str(tmp_path), KEY.secret_id, KEY.secret_key],
        stdout=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    endpoint = Endpoint(ran.stdout.decode().strip(), KEY.secret_id, KEY.secret_key)
    ends = time.monotonic() + 20
    while embedded.answers(endpoint):
        assert time.monotonic() < ends
        time.sleep(0.1)


def test_a_service_that_cannot_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.sys, "executable", "/bin/false")
    with (
        pytest.raises(embedded.ServiceNotStarted),
        embedded.ensure_running(tmp_path, KEY),
    ):
        pytest.fail("not reached")
