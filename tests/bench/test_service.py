"""The measurement of the service: a run has a line a picture and number of callers."""

from __future__ import annotations

import pytest

from review.bench.service import main


def test_a_run_has_its_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KRDL_RECOGNIZER_RATE", "")
    assert main(["--checks", "8", "--cards", "0", "--workers", "1"]) == 0
    _, head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith("picture")
    assert len(lines) == 6
    assert [line.split()[:4] for line in lines[:3]] == [
        ["empty", "check", callers, "8"] for callers in ("1", "4", "8")
    ]
