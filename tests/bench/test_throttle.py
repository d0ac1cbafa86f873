"""The measurement of the pacer: its count is right, and a run has a line a trial."""

from __future__ import annotations

import pytest

from review.bench.throttle import main, peak


def test_the_peak_is_that_of_any_second() -> None:
    assert peak([0.0]) == 1
    assert peak([0.0, 0.5, 1.0]) == 2
    assert peak([3.0, 0.9, 1.0, 1.1, 1.89]) == 4


def test_a_run_has_a_line_a_store_and_mode(
    capsys: pytest.CaptureFixture[str],
    postgres_url: str,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KRDL_TEST_POSTGRES_URL", postgres_url)
    monkeypatch.setenv("KRDL_TEST_REDIS_URL", redis_url)
    assert main(["--calls", "8", "--processes", "1"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["store", "mode", "calls", "calls/s", "peak", "out", "peak", "in"]
    assert [line.split()[:3] for line in lines] == [
        [store, mode, "8"]
        for mode in ("usual", "strict")
        for store in ("SQLite", "PostgreSQL", "Redis")
    ]
