"""Killed processes, a full disk, a database or a storage away: nothing lost, twice or half."""

from __future__ import annotations

import json
import random
import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from tests import faulty_site
from tests.faulty_site import PATIENCE_S, new_site

VICTIMS = ("gunicorn", "manage.py worker", "run_recognizer")
INTEGRITY = """
import json
from collections import Counter
from review.models import AuditEvent, Extraction, Image, Job, LicenseRecord
records = list(LicenseRecord.objects.all())
for image in Image.objects.exclude(stored_name=""):
    assert image.read(), image.pk
print(json.dumps({
    "records": len(records),
    "states": sorted({record.state for record in records}),
    "pictures": Image.objects.values("digest").distinct().count(),
    "extractions": max(Counter(Extraction.objects.values_list("record", flat=True)).values(),
                       default=0),
    "waiting": sum(record.state not in ("APPROVED", "REJECTED") for record in records),
    "live jobs": Job.objects.filter(state__in=("queued", "running")).count(),
    "uploads": AuditEvent.objects.filter(verb="upload").count(),
    "submits": AuditEvent.objects.filter(verb="submit").count(),
    "approvals": AuditEvent.objects.filter(verb="approve").count(),
}))
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    return new_site(tmp_path, url)


def integrity(site) -> dict:
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")
    return json.loads(site.run(INTEGRITY))


@contextmanager
def at_work(*tasks) -> Iterator[None]:
    """Let clerks work until the block ends; what any of them raised fails the test."""
    stop, raised = threading.Event(), []

    def work(task) -> None:
        try:
            task(stop)
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=work, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert raised == []


def wait_until(site, condition) -> dict:
    """Wait as long as anything goes on; fail when nothing has changed for a while."""
    before, ends = None, 0.0
    while not condition(seen := json.loads(site.run(INTEGRITY))):
        if seen != before:
            before, ends = seen, time.monotonic() + PATIENCE_S
        assert time.monotonic() < ends, seen
        time.sleep(1)
    return seen


def test_processes_killed_at_random_moments_lose_and_double_nothing(site, campaign):
    pictures, rounds = faulty_site.cards(campaign(2, 200)), campaign(1, 20)
    operator, reviewer, approver = map(site.clerk, ("operator", "reviewer", "approver"))
    chance = random.Random(7)

    def take_in(stop) -> None:
        for picture in pictures:
            operator.upload_until_taken(picture)

    with site.running() as group, at_work(take_in, reviewer.submit_all, approver.approve_all):
        for _ in range(rounds):
            for victim in chance.sample(VICTIMS, 3):
                time.sleep(chance.uniform(0.1, 3))
                faulty_site.kill(group, victim)
        wait_until(
            site,
            lambda seen: seen["records"] == len(pictures) and seen["approvals"] == len(pictures),
        )

    seen = integrity(site)
    assert seen["records"] == seen["pictures"] == seen["uploads"] == len(pictures)
    assert seen["states"] == ["REJECTED"]
    assert seen["submits"] == seen["approvals"] == len(pictures)
    assert (seen["extractions"], seen["live jobs"]) == (1, 0)
    assert all("was not saved" in page for page in operator.refused + reviewer.refused)


class Cuttable:
    """A way to a TCP server that can be cut, with all connections on it."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.open = True
        self.connections: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.open = False
        for connection in self.connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        self.open = True

    def _accept(self) -> None:
        while True:
            near, _address = self.listener.accept()
            if not self.open:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.target))
            self.connections += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    @staticmethod
    def _pass_on(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def test_a_database_that_is_away_is_told_and_nothing_is_lost(tmp_path, postgres_url, campaign):
    host, _slash, rest = postgres_url.rpartition("/")
    way = Cuttable(int(host.rpartition(":")[2]) if host.rpartition(":")[2].isdecimal() else 5432)
    user = host.partition("//")[2].rpartition("@")[0]
    site = new_site(tmp_path, f"postgresql://{user}@127.0.0.1:{way.port}/{rest}")
    operator, pictures = site.clerk("operator"), faulty_site.cards(3)

    with site.running():
        operator.upload_until_taken(pictures[0])
        way.cut()
        answer = operator.upload(pictures[1])
        assert (answer.status_code, "was not saved" in answer.text) == (503, True)
        time.sleep(campaign(3, 30))
        way.mend()
        for picture in pictures[1:]:
            operator.upload_until_taken(picture)
        wait_until(site, lambda seen: seen["states"] == ["TO_REVIEW"])

    seen = integrity(site)
    assert (seen["records"], seen["uploads"], seen["extractions"]) == (3, 3, 1)


def test_a_storage_that_is_away_is_told_and_nothing_is_half_kept(tmp_path):
    site = new_site(tmp_path)
    operator, pictures = site.clerk("operator"), faulty_site.cards(2)
    media, aside = tmp_path / "media", tmp_path / "aside"

    with site.running():
        operator.upload_until_taken(pictures[0])
        wait_until(site, lambda seen: seen["live jobs"] == 0)
        media.rename(aside)
        media.write_text("no folder")
        refused = operator.upload(pictures[1]).text
        media.unlink()
        aside.rename(media)
        assert "Nothing was added; upload it again." in refused
        assert json.loads(site.run(INTEGRITY))["records"] == 1
        operator.upload_until_taken(pictures[1])

    assert integrity(site)["uploads"] == 2


def test_a_disk_that_takes_no_more_is_told_and_nothing_is_half_kept(tmp_path):
    site = new_site(tmp_path)
    operator, reviewer = site.clerk("operator"), site.clerk("reviewer")
    pictures = faulty_site.cards(2)

    with site.running() as group:
        operator.upload_until_taken(pictures[0])
        wait_until(site, lambda seen: seen["states"] == ["TO_REVIEW"])
        faulty_site.let_write(group, "gunicorn", 0)
        refused = operator.upload(pictures[1])
        claim = reviewer.ask("POST", "/queue/next/")
        faulty_site.let_write(group, "gunicorn", resource.RLIM_INFINITY)
        assert (refused.status_code, claim.status_code) == (503, 503)
        assert "was not saved" in refused.text
        assert json.loads(site.run(INTEGRITY))["records"] == 1
        operator.upload_until_taken(pictures[1])
        assert reviewer.take_next()

    assert integrity(site)["uploads"] == 2
