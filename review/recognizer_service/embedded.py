"""The service that comes with the product: found by its port file, or started for a while."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from review.ocr.client import Limits, OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError
from review.ocr.signing import Key

PORT_FILE = "recognizer.port"
START_S = 30.0
STOP_S = 8.0
_PROJECT = Path(__file__).resolve().parents[2]
# What a service that knows our key answers to a call without a picture.
_EMPTY_CALL_CODES = {"InvalidParameterValue.InvalidParameterValueLimit", "MissingParameter"}
_PROBE = Limits(connect_s=1.0, deadline_s=3.0)


class ServiceNotStarted(Exception):
    """The embedded service did not come up; ``str()`` says what is known."""


@contextmanager
def ensure_running(data_dir: Path, key: Key, *, workers: int | None = None) -> Iterator[Endpoint]:
    """Yield the endpoint of the service of ``data_dir``, started for the block if none runs.

    Raises ``ServiceNotStarted``.
    """
    running = find_running(data_dir / PORT_FILE, key)
    if running is not None:
        yield running
        return
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder) / PORT_FILE
        process = _start(port_file, key, workers)
        try:
            yield _wait(process, port_file, key)
        finally:
            _stop(process)


def find_running(port_file: Path, key: Key) -> Endpoint | None:
    """Return the endpoint a port file tells of, if a service there accepts ``key``."""
    with suppress(OSError, ValueError):
        endpoint = _endpoint(int(port_file.read_text(encoding="ascii")), key)
        return endpoint if answers(endpoint) else None
    return None


def answers(endpoint: Endpoint) -> bool:
    """Tell whether a service that accepts the endpoint's key answers there."""
    client = OcrClient(endpoint, limits=_PROBE)
    try:
        client.recognize(detail=False)
    except OcrError as error:
        return error.code in _EMPTY_CALL_CODES
    finally:
        client.close()
    return False


def _endpoint(port: int, key: Key) -> Endpoint:
    return Endpoint(f"http://127.0.0.1:{port}", key.secret_id, key.secret_key)


def _start(port_file: Path, key: Key, workers: int | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "review.recognizer_service"]
    command += ["--port", "0", "--port-file", str(port_file), "--while-stdin"]
    command += ["--workers", str(workers)] if workers else []
    pair = {"KRDL_OCR_SECRET_ID": key.secret_id, "KRDL_OCR_SECRET_KEY": key.secret_key}
    # The caller's stdout carries only its own lines; its end, however sudden, closes our stdin.
    return subprocess.Popen(  # noqa: S603 - our own module, no text from outside
        command,
        cwd=_PROJECT,
        env=os.environ | pair,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )


def _wait(process: subprocess.Popen[bytes], port_file: Path, key: Key) -> Endpoint:
    ends = time.monotonic() + START_S
    while time.monotonic() < ends and process.poll() is None:
        endpoint = find_running(port_file, key)
        if endpoint is not None:
            return endpoint
        time.sleep(0.05)
    raise ServiceNotStarted("The embedded recognizer service did not start.")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdin is not None:
        process.stdin.close()
