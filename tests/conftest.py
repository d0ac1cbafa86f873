"""What all tests share. Three things to know before writing one:

**Databases.** The suite runs on SQLite. A test marked ``both_databases`` must hold on PostgreSQL
as well: ``tests/test_both_databases.py`` runs the marked tests of a few files at a time again in a
pytest of its own against PostgreSQL. To see one of them alone::

    export KRDL_TEST_DATABASE_URL=postgresql://postgres@127.0.0.1/name_of_a_new_database
    .venv/bin/pytest -m both_databases FILE

**Servers.** ``postgres_url`` and ``redis_url`` always give a server (see ``tests/servers.py``);
nothing is skipped, and in CI a skipped test fails the run.

**Campaigns.** Fuzzing, races and large sets take their count from ``campaign(small, full)``:
the full one with ``./krdl test --full``.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import redis
from django.utils import translation

from review.recognizer import budget
from tests import servers

_running = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Find or start the servers once; pytest-xdist workers inherit their addresses."""
    config.addinivalue_line("markers", "both_databases: runs on SQLite and on PostgreSQL")
    if not hasattr(config, "workerinput"):
        os.environ.update(_running.enter_context(servers.running()))


def pytest_unconfigure() -> None:
    """Stop the servers that we started ourselves."""
    _running.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Leave no skipped test unseen in CI."""
    if os.environ.get("CI") and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("In CI no test may be skipped.", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a CI run in which a test was skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def campaign() -> Callable[[int, int], int]:
    """Choose how long a campaign is: ``campaign(small, full)``."""
    return lambda small, full: full if os.environ.get("KRDL_TEST_FULL") else small


@pytest.fixture(autouse=True)
def no_exported_audit_head(settings: Any) -> Iterator[None]:
    """Forget the end of a ledger that another test exported: its lines are rolled back."""
    yield
    for folder in (settings.KRDL_DATA_DIR, settings.KRDL_DATA_DIR / "media"):
        (folder / "audit-head.json").unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def patient_recognizer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each picture more time: how busy the machine is must not decide a test."""
    monkeypatch.setattr(budget, "SECONDS", 300.0)


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English, for tests that read a service's sentence; the office's default is Korean."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Keep pytest-xdist's suffix away: each worker has a data folder of its own."""


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database of this test's own."""
    name = f"krdl_{uuid4().hex}"
    with psycopg.connect(os.environ["KRDL_TEST_POSTGRES_URL"], autocommit=True) as connection:
        connection.execute(f"create database {name}")
        yield servers.postgres_database(name)
        connection.execute(f"drop database {name} with (force)")


@pytest.fixture
def redis_url() -> Iterator[str]:
    """Give the URL of an empty Redis database that no other test run uses meanwhile."""
    for number in range(1, 16):
        url = servers.redis_database(number)
        with redis.Redis.from_url(url) as client:
            if client.set("claimed-by-a-test", os.getpid(), nx=True, ex=600):
                yield url
                client.flushdb()
                return
    pytest.fail("All 15 databases of the test Redis are in use; run FLUSHALL there.")
