"""A running site of its own, staff of every role, and a real browser in front of it.

The site is what ``./krdl run`` starts (web, worker, recognizer service) on an empty data folder.
A test changes it as another person would through ``site.run``, in a process of its own.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from review.bench.effort.browser import launched
from tests.browser import showing
from tests.browser.office_shell import ROOT, OfficeShell
from tests.browser.under_way import UnderWay
from tests.servers import free_port

PASSWORD = "an-invented-password"
# The password alone signs in, for as long as the tests take.
QUICK = {"KRDL_MFA_ROLES": "none", "KRDL_IDLE_MINUTES": "720"}
READY_S = 60
ROLES = """
import json
from review.workflow import Role
print(json.dumps([role.value.replace(" ", "-") for role in Role]))
"""
# One hash for everybody: hashing is what takes long.
SEED = """
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from review.models import OfficeSetting
from review.workflow import Role
from tests import builders
hashed = make_password({password!r})
for role in Role:
    user = User.objects.create(username=role.value.replace(" ", "-"), password=hashed)
    user.groups.add(Group.objects.get(name=role.value))
OfficeSetting.objects.create(
    name="shortest_view_seconds", value=0, reason="a browser test is quick",
    changed_by=User.objects.get(username="administrator"),
)
builders.read(Name="김견본", Number="")
builders.read(Name="이견본", Sex="")
builders.escalated()
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to the report of a failed test what its pages showed."""
    report = yield
    used = getattr(item, "funcargs", {})
    if call.when != "teardown" and report.failed and "chromium" in used:
        report.sections += showing.of_pages(used["chromium"])
    if call.when != "teardown" and report.failed and "running" in used:
        report.sections.append(showing.of_log(used["running"].folder))
    return report


LAST_NUMBER = "SELECT seq FROM sqlite_sequence WHERE name = 'review_licenserecord'"
GO_ON = "UPDATE sqlite_sequence SET seq = ? WHERE name = 'review_licenserecord'"


@dataclass(frozen=True)
class Site:
    """A site: its address, its data folder and its settings."""

    url: str
    folder: str
    more: tuple[tuple[str, str], ...] = (("KRDL_MFA_ROLES", "none"),)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a process that works on this site's data."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("KRDL_")}
        own = {"KRDL_DATA_DIR": self.folder, "DJANGO_SETTINGS_MODULE": "krdl_site.settings"}
        return kept | own | dict(self.more)

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py on this site's data; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, code: str) -> str:
        """Run Python ``code`` on this site's data; return what it printed.

        Builders of records are for before the start: the site's own worker takes their jobs.
        """
        return self.manage("shell", "-v", "0", "-c", code)


@dataclass(frozen=True)
class RunningSite(Site):
    """A site that runs, for many tests one after the other: what costs time is done once."""

    cookies: dict[str, str] = field(default_factory=dict)
    """The session of each role that is signed in already."""

    @cached_property
    def shell(self) -> OfficeShell:
        """Where ``run`` runs."""
        return OfficeShell(self.environment)

    def run(self, code: str) -> str:
        """Run Python ``code`` on this site's data; return what it printed."""
        return self.shell.run(code)

    def sign_everybody_in(self) -> None:
        """Open a session for each role, so that not every test has to."""
        for role in json.loads(self.run(ROLES)):
            with requests.Session() as session:
                session.headers["User-Agent"] = "Chromium"
                form = session.get(f"{self.url}/accounts/login/", timeout=READY_S).text
                token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
                assert token
                sent = {"login": role, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
                session.post(f"{self.url}/accounts/login/", sent, timeout=READY_S)
                self.cookies[role] = session.cookies["sessionid"]

    def keep(self) -> None:
        """Keep database and files as they are now, for ``go_back``."""
        shutil.copytree(self._media, self._kept / "media")
        _copy_database(self._database, self._kept / "krdl.sqlite3")

    def go_back(self) -> None:
        """Undo whatever happened since ``keep``, while the site runs.

        No record gets the number of one that was: what a test's pages said late, as they closed,
        would be meant for another.
        """
        with Path(f"{self._database}-turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            with contextlib.closing(sqlite3.connect(self._database, timeout=30)) as database:
                last = database.execute(LAST_NUMBER).fetchone()
            _copy_database(self._kept / "krdl.sqlite3", self._database)
            with contextlib.closing(sqlite3.connect(self._database, timeout=30)) as database:
                database.execute(GO_ON, last)
                database.commit()
            shutil.rmtree(self._media)
            shutil.copytree(self._kept / "media", self._media)

    @property
    def _database(self) -> Path:
        return Path(self.folder) / "krdl.sqlite3"

    @property
    def _media(self) -> Path:
        return Path(self.folder) / "media"

    @property
    def _kept(self) -> Path:
        return Path(self.folder) / "kept"


def _copy_database(here: Path, there: Path) -> None:
    """Copy a database into one that others have open."""
    with (
        contextlib.closing(sqlite3.connect(here)) as source,
        contextlib.closing(sqlite3.connect(there, timeout=30)) as target,
    ):
        source.backup(target)


@pytest.fixture(scope="session")
def running() -> Iterator[RunningSite]:
    """Start the one site that the tests take turns at."""
    with started(**QUICK) as site:
        site.sign_everybody_in()
        site.keep()
        yield site


@pytest.fixture
def site(running: RunningSite) -> RunningSite:
    """Give a site with a person of every role, called as the role, and three records read.

    Two wait for review, the third is escalated. Everybody signs in with the password alone. What
    the tests before have done to it is undone.
    """
    running.go_back()
    return running


@contextlib.contextmanager
def started(**more: str) -> Iterator[RunningSite]:
    """Start such a site, with ``more`` in its environment."""
    with tempfile.TemporaryDirectory(prefix="krdl-site-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        running = RunningSite(f"http://127.0.0.1:{port}", folder, tuple(more.items()))
        running.manage("migrate")
        running.run(SEED.format(password=PASSWORD))
        command = [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)]
        with (Path(folder) / "log").open("wb") as log:
            group = subprocess.Popen(
                command, cwd=ROOT, env=running.environment, stdout=log, stderr=log
            )
        try:
            _wait_until_ready(running, group)
            yield running
        finally:
            running.shell.close()
            group.terminate()
            group.wait(timeout=30)


def _wait_until_ready(site: Site, group: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    while True:
        try:
            urllib.request.urlopen(f"{site.url}/readyz", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            over = group.poll() is not None or time.monotonic() > deadline
            assert not over, (Path(site.folder) / "log").read_text()
            time.sleep(0.1)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def desk(site: RunningSite, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Give a function that signs a role in and returns its page.

    Whatever the browser complains about on the way (a script's error, a refused style) fails the
    test at its end, unless the test takes it out of ``page.complaints``.
    """
    under_way = UnderWay()
    complaints: list[str] = []

    def sign_in(role: str = "", language: str = "en", **options: object) -> Page:
        context = chromium.new_context(base_url=site.url, **{"viewport": VIEWPORT, **options})
        under_way.watch(context)
        page = context.new_page()
        page.complaints = complaints
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: _note(complaints, said))
        cookies = {"django_language": language}
        if role:
            cookies["sessionid"] = site.cookies[role]
        context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in cookies.items()])
        if role:
            page.goto("/")
        return page

    yield sign_in
    under_way.settle()
    heard = complaints.copy()
    under_way.close()
    assert heard == []


VIEWPORT = {"width": 1440, "height": 900}


def _note(complaints: list[str], said: object) -> None:
    """Note an error or a warning; that the server refused something (409, 422) is none."""
    expected = ("status of 409", "status of 422")
    if said.type in {"error", "warning"} and not any(sign in said.text for sign in expected):
        complaints.append(f"{said.text} ({said.location['url']})")
