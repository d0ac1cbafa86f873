"""A running site that things happen to, and clerks who go on working over HTTP."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import requests

from review import specimens
from tests.browser.conftest import READY_S, ROOT, _wait_until_ready
from tests.servers import free_port
from tests.test_races import RacedSite

PATIENCE_S = 600
TOKEN = "t" * 32
SIGN_IN = """
from django.test import Client
from review.workflow import Role
from tests import builders
client = Client()
client.force_login(builders.person(Role({role!r}), name={role!r}))
print(client.cookies["sessionid"].value)
"""
QUICK = """
from review.models import OfficeSetting
from review.workflow import Role
from tests import builders
OfficeSetting.objects.create(
    name="shortest_view_seconds", value=0, reason="a test is quick",
    changed_by=builders.person(Role.ADMINISTRATOR, name="administrator"),
)
"""
LOST = (requests.ConnectionError, requests.Timeout)


@dataclass(frozen=True)
class Clerk:
    """A person at work: what gets lost on the way is sent again, as a person would."""

    url: str
    session_id: str
    refused: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, **sent: object) -> requests.Response:
        """Send once; raises what requests raises when the connection is lost."""
        cookies = {"sessionid": self.session_id, "csrftoken": TOKEN, "django_language": "en"}
        headers = {"X-CSRFToken": TOKEN}
        return requests.request(
            method, self.url + path, cookies=cookies, headers=headers, timeout=60, **sent
        )

    def persist(self, method: str, path: str, **sent: object) -> requests.Response:
        """Send until the site answers something else than that it is not available."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            with contextlib.suppress(*LOST):
                answer = self.ask(method, path, **sent)
                if answer.status_code < 500:
                    return answer
                self.refused.append(answer.text)
            time.sleep(0.2)
        raise AssertionError(f"{method} {path}: the site did not come back")

    def upload(self, picture: bytes) -> requests.Response:
        """Upload one picture; raises what requests raises."""
        return self.ask("POST", "/upload/", files={"files": ("card.jpg", picture, "image/jpeg")})

    def upload_until_taken(self, picture: bytes) -> None:
        """Upload until the site says that it has the picture."""
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            with contextlib.suppress(*LOST):
                text = self.upload(picture).text
                if 'data-outcome="accepted"' in text or 'data-outcome="duplicate"' in text:
                    return
            time.sleep(0.2)
        raise AssertionError("the picture was never taken")

    def take_next(self) -> str:
        """Claim the next record; return its path ("" when none waits)."""
        answer = self.persist("POST", "/queue/next/", allow_redirects=False)
        place = answer.headers.get("Location", "")
        return place if place.startswith("/records/") else ""

    def submit_all(self, stop: threading.Event) -> None:
        """Propose to reject whatever waits, until told to stop."""
        while not stop.is_set():
            if place := self.take_next():
                sent = {"proposal": "reject", "reason": "forgery"}
                self.persist("POST", f"{place}submit/", data=sent, allow_redirects=False)
            else:
                time.sleep(0.3)

    def approve_all(self, stop: threading.Event) -> None:
        """Approve whatever waits, until told to stop."""
        while not stop.is_set():
            page = self.persist("GET", "/approvals/").text
            for place in re.findall(r'href="(/records/\d+/)"', page):
                self.persist("POST", f"{place}approve/", allow_redirects=False)
            time.sleep(0.3)


@dataclass(frozen=True)
class FaultySite(RacedSite):
    """A site whose processes can be killed."""

    def clerk(self, role: str) -> Clerk:
        """Return a new person of ``role``, signed in."""
        return Clerk(self.url, self.run(SIGN_IN.format(role=role)).strip())

    @contextlib.contextmanager
    def running(self, *wrapper: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run the site (inside the command ``wrapper``, if any) until the end of the block."""
        port = self.url.rpartition(":")[2]
        command = [*wrapper, sys.executable, "manage.py", "up", "--no-demo", "--port", port]
        with (Path(self.folder) / "log").open("ab") as log:
            group = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        try:
            _wait_until_ready(self, group)
            yield group
        finally:
            group.terminate()
            group.wait(timeout=30)


def new_site(folder: Path, database: str = "") -> FaultySite:
    """Return a site on an empty database, not yet running."""
    site = FaultySite(f"http://127.0.0.1:{free_port()}", str(folder), database=database)
    site.manage("migrate", "-v0")
    site.run(QUICK)
    return site


def cards(count: int) -> list[bytes]:
    """Return pictures of invented cards."""
    return [specimens.draw(9_000 + number).picture for number in range(count)]


def kill(group: subprocess.Popen[bytes], words: str) -> None:
    """Kill the first process below ``group`` whose command line has ``words``, once one runs."""
    ends = time.monotonic() + READY_S
    while not (found := next(_called(group, words), 0)):
        assert time.monotonic() < ends, f"{words} was not started again"
        time.sleep(0.1)
    with contextlib.suppress(ProcessLookupError):
        os.kill(found, signal.SIGKILL)


def let_write(group: subprocess.Popen[bytes], words: str, size: int) -> None:
    """Let those processes write files of up to ``size`` bytes: 0 is a disk that takes no more."""
    for pid in _called(group, words):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _called(group: subprocess.Popen[bytes], words: str) -> Iterator[int]:
    for pid in _below(group.pid):
        with contextlib.suppress(OSError):
            line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            if words in line:
                yield pid


def _below(pid: int) -> Iterator[int]:
    """Yield the processes that ``pid`` started, and those that they started."""
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _below(child)
