"""The worker as a process of its own: killed in mid-call, paused, slowed down, in two copies."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests import builders
from tests.browser.conftest import ROOT, Site

PATIENCE_S = 60
UPLOAD = """
from review.services import intake
from review.workflow import Role
from tests import builders
operator = builders.person(Role.OPERATOR)
for _ in range({count}):
    intake.upload(builders.picture(), by=operator)
"""
LOOK = """
import json
from review.models import Attempt, EnginePause, Extraction, Job, LicenseRecord
print(json.dumps({
    "states": sorted(LicenseRecord.objects.values_list("state", flat=True)),
    "jobs": sorted(Job.objects.values_list("state", flat=True)),
    "extractions": Extraction.objects.count(),
    "read": Extraction.objects.values("record").distinct().count(),
    "attempts": Attempt.objects.count(),
    "paused": EnginePause.objects.count(),
}))
"""


class Engine(ThreadingHTTPServer):
    """An endpoint that answers what the test says, or keeps its callers waiting."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls = 0
        self.waiting = threading.Event()
        self.go = threading.Event()
        self.go.set()
        self.error = ""
        self.faults: list[bytes] = []

    def response(self) -> dict:
        request_id = f"request-{self.calls}"
        if self.error:
            return {"Error": {"Code": self.error, "Message": "no"}, "RequestId": request_id}
        return builders.CLEAN | {"RequestId": request_id}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Engine)
        server.calls += 1
        self.rfile.read(int(self.headers["Content-Length"]))
        server.waiting.set()
        server.go.wait(PATIENCE_S)
        if server.faults:
            self.wfile.write(server.faults.pop())
            self.close_connection = True
            return
        body = json.dumps({"Response": server.response()}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Stay silent."""


@pytest.fixture
def engine() -> Iterator[Engine]:
    server = Engine()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.go.set()
    server.shutdown()


@pytest.fixture
def site(tmp_path) -> Site:
    site = Site("", str(tmp_path))
    site.manage("migrate", "-v0")
    return site


@pytest.fixture
def start(site, engine):
    """Give a function that starts a worker; the ones still running are stopped at the end."""
    started = []

    # A lease of a few seconds runs out under a busy machine's worker, and another takes its card.
    def worker(lease_s: int = 60) -> "subprocess.Popen[bytes]":
        named = {"KRDL_OCR_ENDPOINT": f"http://127.0.0.1:{engine.server_port}"}
        named |= {"KRDL_JOB_LEASE_SECONDS": str(lease_s)}
        command = [sys.executable, "manage.py", "worker"]
        started.append(subprocess.Popen(command, cwd=ROOT, env=site.environment | named))
        return started[-1]

    yield worker
    for process in started:
        process.terminate()
        process.wait(PATIENCE_S)


def look(site) -> dict:
    return json.loads(site.run(LOOK))


def wait_for(site, **expected):
    ends = time.monotonic() + PATIENCE_S
    while True:
        seen = look(site)
        if all(seen[name] == value for name, value in expected.items()):
            return seen
        assert time.monotonic() < ends, seen
        time.sleep(0.2)


def test_a_worker_killed_in_mid_call_loses_nothing(site, engine, start):
    site.run(UPLOAD.format(count=1))
    engine.go.clear()
    killed = start(lease_s=5)
    assert engine.waiting.wait(PATIENCE_S)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert look(site)["states"] == ["RECOGNIZING"]

    engine.go.set()
    start()

    seen = wait_for(site, states=["TO_REVIEW"])
    assert (seen["extractions"], seen["jobs"]) == (1, ["done"])
    assert seen["attempts"] == 2


def test_two_workers_read_every_card_once(site, engine, start):
    site.run(UPLOAD.format(count=12))
    start()
    start()

    seen = wait_for(site, states=["TO_REVIEW"] * 12)
    assert (seen["extractions"], seen["read"], engine.calls) == (12, 12, 12)


def test_an_engine_that_is_not_available_pauses_and_nothing_is_marked_bad(site, engine, start):
    site.run(UPLOAD.format(count=3))
    engine.error = "ActionOffline"
    start()

    seen = wait_for(site, paused=1, states=["RECEIVED"] * 3)
    assert seen["jobs"] == ["queued"] * 3

    engine.error = ""
    site.run("from review.models import EnginePause; EnginePause.objects.all().delete()")
    wait_for(site, states=["TO_REVIEW"] * 3)


def test_sigterm_lets_the_work_under_way_be_finished(site, engine, start):
    site.run(UPLOAD.format(count=1))
    engine.go.clear()
    worker = start()
    assert engine.waiting.wait(PATIENCE_S)
    worker.terminate()
    engine.go.set()
    assert worker.wait(PATIENCE_S) == 0
    assert look(site)["states"] == ["TO_REVIEW"]


def test_sigterm_that_reaches_another_thread_ends_the_worker_as_well(site, engine, start):
    site.run(UPLOAD.format(count=1))
    worker = start()
    wait_for(site, states=["TO_REVIEW"])
    threads = sorted(int(name) for name in os.listdir(f"/proc/{worker.pid}/task"))
    assert ctypes.CDLL(None).tgkill(worker.pid, threads[-1], signal.SIGTERM) == 0
    assert worker.wait(PATIENCE_S) == 0


def test_whatever_the_endpoint_sends_the_card_is_read_once_in_the_end(site, engine, start):
    engine.faults = [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>sorry</html>",
        b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"Response": {"Name": "',
    ]
    site.run(UPLOAD.format(count=1))
    start()

    seen = wait_for(site, states=["TO_REVIEW"])
    assert (seen["extractions"], seen["attempts"], engine.calls) == (1, 5, 5)
