"""The measurement of claims: a line a database, nothing claimed twice, and no error."""

from __future__ import annotations

import pytest

from review.bench.claims import main


def test_a_run_has_a_line_a_database(
    capsys: pytest.CaptureFixture[str], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["manage.py"])
    monkeypatch.setenv("KRDL_TEST_POSTGRES_URL", postgres_url.rpartition("/")[0])

    assert main(["--records", "12", "--people", "2"]) == 0

    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split()[-2:] == ["double", "errors"]
    told = [line.split() for line in lines]
    assert [line[:3] for line in told] == [["SQLite", "2", "12"], ["PostgreSQL", "2", "12"]]
    assert all(line[-2:] == ["0", "0"] for line in told)
