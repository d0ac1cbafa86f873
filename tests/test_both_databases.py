"""What must hold on both databases, run again on PostgreSQL (see ``tests/conftest.py``)."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from tests import servers

ROOT = Path(__file__).resolve().parent.parent
# Making the database is what takes long; so many processes share the work.
GROUPS = 6
MARK = "pytest.mark." + "both_databases"


def marked_files() -> list[str]:
    """Return the test files that hold a marked test, relative to the checkout."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if MARK in file.read_text()]


@pytest.mark.parametrize("group", range(GROUPS))
def test_marked_tests_pass_on_postgresql(group: int) -> None:
    files = marked_files()[group::GROUPS]
    url = servers.postgres_database(f"krdl_{uuid4().hex}")
    command = [sys.executable, "-m", "pytest", "-m", "both_databases", "-p", "no:xdist", *files]
    environment = os.environ | {"KRDL_TEST_DATABASE_URL": url, "CI": "true"}
    run = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_each_run_is_on_the_database_it_means() -> None:
    second = "KRDL_TEST_DATABASE_URL" in os.environ
    assert connection.vendor == ("postgresql" if second else "sqlite")
