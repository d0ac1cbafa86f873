"""``recognize``, as it is called from outside: a line an image on stdout, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from review.license_fields import RESPONSE_KEYS
from review.specimens import draw
from tests.recognizer_service.fake_engine import FIELDS
from tests.recognizer_service.running import picture

ROOT = Path(__file__).resolve().parents[3]
FAKE = "tests.recognizer_service.fake_engine"


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KRDL_")}
    return kept | {
        "KRDL_DATA_DIR": str(data_dir),
        "DJANGO_SETTINGS_MODULE": "krdl_site.settings",
        **more,
    }


def recognize(data_dir: Path, *arguments: str, **more: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit status and the lines of stdout."""
    ran = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "recognize", *arguments],
        cwd=data_dir,
        env=environment(data_dir, **more),
        capture_output=True,
        timeout=180,
        check=False,
    )
    assert b"Traceback" not in ran.stderr
    return ran.returncode, [json.loads(line) for line in ran.stdout.splitlines()]


@pytest.fixture
def fake_service(tmp_path: Path) -> Iterator[str]:
    """The service of this data folder, with the fake engine; gives its address."""
    port_file = tmp_path / "recognizer.port"
    command = [sys.executable, str(ROOT / "manage.py"), "run_recognizer", "--port", "0"]
    command += ["--port-file", str(port_file), "--engine", FAKE, "--workers", "1"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline().decode()
        assert said.startswith("Recognizer ready at http://127.0.0.1:")
        yield said.split()[-1]
        process.terminate()
        assert process.wait(20) == 0
    assert not port_file.exists()


def put(folder: Path, name: str, content: bytes) -> str:
    (folder / name).write_bytes(content)
    return name


def test_a_line_an_image(fake_service: str, tmp_path: Path) -> None:
    one, other = put(tmp_path, "하나 1.png", picture()), put(tmp_path, "b.png", picture())
    status, lines = recognize(tmp_path, one, other)
    assert status == 0
    assert [line["file"] for line in lines] == [one, other]
    for line in lines:
        assert set(line) == {"file", "Response"}
        assert set(line["Response"]) == set(RESPONSE_KEYS)
        assert FIELDS.items() <= line["Response"].items()


def test_detail_is_beside_the_response(fake_service: str, tmp_path: Path) -> None:
    status, [line] = recognize(tmp_path, "--detail", put(tmp_path, "a.png", picture()))
    assert status == 0
    assert set(line["Response"]) == set(RESPONSE_KEYS)
    assert line["Detail"] == {
        "Confidence": {"Name": 0.5},
        "Boxes": {"Name": [[[1.0, 2.0], [30.0, 2.0], [30.0, 9.0], [1.0, 9.0]]]},
        "Repairs": {"ID": {"Raw": "A1BZC3", "Reason": "look-alikes"}},
        "Warnings": ["screen"],
        "Tails": [],
        "Digits": [],
    }


def test_every_fault_has_its_envelope(fake_service: str, tmp_path: Path) -> None:
    names = {
        "absent.png": "ResourceNotFound",
        put(tmp_path, "empty.png", b""): "InvalidParameterValue.InvalidParameterValueLimit",
        put(tmp_path, "text.jpg", b"hello"): "FailedOperation.ImageDecodeFailed",
        put(tmp_path, "huge.jpg", b"x" * 6_000_000): "FailedOperation.ImageDecodeFailed",
        put(tmp_path, "other.png", picture("NotALicense")): "FailedOperation.OcrFailed",
        put(tmp_path, "good.png", picture()): None,
    }
    status, lines = recognize(tmp_path, *names)
    assert status == 1
    codes = [line["Response"].get("Error", {}).get("Code") for line in lines]
    assert codes == list(names.values())
    for line in lines:
        assert isinstance(line["Response"]["RequestId"], str)


def test_a_named_endpoint_is_called(fake_service: str, tmp_path: Path) -> None:
    name = put(tmp_path, "a.png", picture())
    # A data folder of its own has a key of its own, which that service does not know.
    status, [line] = recognize(tmp_path, name, KRDL_OCR_ENDPOINT=fake_service)
    assert (status, line["Response"]["Name"]) == (0, FIELDS["Name"])
    status, [line] = recognize(
        tmp_path, name, KRDL_OCR_ENDPOINT=fake_service, KRDL_OCR_SECRET_KEY="x"
    )
    assert (status, line["Response"]["Error"]["Code"]) == (1, "AuthFailure.SignatureFailure")


def test_nobody_at_a_named_endpoint(tmp_path: Path) -> None:
    name = put(tmp_path, "a.png", picture())
    status, [line] = recognize(tmp_path, name, KRDL_OCR_ENDPOINT="http://127.0.0.1:9")
    assert (status, line["Response"]["Error"]["Code"]) == (1, "Transport.Connection")


def test_an_endpoint_that_cannot_work_is_a_sentence(tmp_path: Path) -> None:
    status, lines = recognize(tmp_path, "a.png", KRDL_OCR_ENDPOINT="http://ocr.example.test/tc3")
    assert (status, lines) == (1, [])


def test_the_embedded_service_is_started_for_the_run(tmp_path: Path) -> None:
    """The whole way with the real engine: nothing configured, nothing running."""
    specimen = draw(1000)
    name = put(tmp_path, f"card{specimen.suffix}", specimen.picture)
    status, [line] = recognize(tmp_path, "--detail", name)
    assert status == 0
    assert line["Response"]["Number"] == specimen.truth["response"]["Number"]
    assert line["Detail"]["Confidence"]["Number"] > 0.5
    assert line["Detail"]["Boxes"]["Number"]
    assert not (tmp_path / "recognizer.port").exists()
