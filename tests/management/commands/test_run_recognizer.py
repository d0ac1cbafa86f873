"""``run_recognizer``: alone, without a database, with the key of the environment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from review.ocr.client import OcrClient
from review.ocr.endpoint import Endpoint
from review.ocr.errors import OcrError

ROOT = Path(__file__).resolve().parents[3]
FAKE = "tests.recognizer_service.fake_engine"


def code(url: str, secret_id: str, secret_key: str) -> str:
    with pytest.raises(OcrError) as caught:
        OcrClient(Endpoint(url, secret_id, secret_key)).recognize(b"no picture")
    return caught.value.code


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_runs_without_a_database_and_ends_when_told(end: signal.Signals, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "run_recognizer"]
    command += ["--host", "127.0.0.1", "--port", "0", "--workers", "1", "--engine", FAKE]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "krdl_site.settings",
        "KRDL_DATA_DIR": str(tmp_path),
        # Nobody listens there.
        "KRDL_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
        "KRDL_OCR_SECRET_ID": "AKIDOURS",
        "KRDL_OCR_SECRET_KEY": "ours",
    }
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().split()[-1]
        assert code(url, "AKIDOURS", "ours") == "FailedOperation.ImageDecodeFailed"
        assert code(url, "AKIDOURS", "theirs") == "AuthFailure.SignatureFailure"
        assert code(url, "AKIDNOBODY", "ours") == "AuthFailure.SecretIdNotFound"
        children = _children(process.pid)
        assert children
        process.send_signal(end)
        assert process.wait(20) == 0
    _until_gone(children)
    assert not list(tmp_path.glob("*.sqlite3"))


def _children(pid: int) -> list[int]:
    """Return all processes below ``pid``."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in listed] + [below for one in listed for below in _children(int(one))]


def _until_gone(pids: list[int]) -> None:
    ends = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < ends
        time.sleep(0.05)
