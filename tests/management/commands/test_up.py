"""The whole site as ``up`` starts it, on a data folder of its own."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60


@dataclass
class Site:
    """A data folder, and how to start a site on it."""

    folder: Path
    port: int

    def start(self, *options: str, **environment: str) -> "subprocess.Popen[str]":
        command = [sys.executable, ROOT / "manage.py", "migrate_then", "up", "--no-demo"]
        return subprocess.Popen(
            [*command, "--port", str(self.port), *options],
            env=os.environ | {"KRDL_DATA_DIR": str(self.folder)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def status(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/")
        return connection.getresponse().status


@dataclass
class RunningSite(Site):
    """A site that runs, and what it said first."""

    process: "subprocess.Popen[str]"
    said: list[str]


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def processes() -> dict[int, tuple[int, str]]:
    """Return every process that runs: its parent and its command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            line = (folder / "cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(folder.name)] = int(parent), line
    return found


def descendants(pid: int) -> dict[int, str]:
    """Return the command lines of all processes below ``pid``."""
    everyone, below, found = processes(), [pid], {}
    while below:
        parent = below.pop()
        children = {child: line for child, (up, line) in everyone.items() if up == parent}
        found |= children
        below += children
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    stopped = Site(tmp_path_factory.mktemp("data"), free_port())
    with stopped.start() as process:
        assert process.stdout
        said = [process.stdout.readline() for _ in range(2)]
        yield RunningSite(stopped.folder, stopped.port, process, said)
        process.kill()


def refusal(process: "subprocess.Popen[str]") -> str:
    stdout, stderr = process.communicate(timeout=PATIENCE)
    assert (process.returncode, stdout) == (1, "")
    return stderr


def test_it_says_where_it_is_and_how_to_begin_once_it_answers(site: RunningSite) -> None:
    assert "createsuperuser" in site.said[0]
    assert site.said[1] == f"KRDL Review: http://127.0.0.1:{site.port}/ (Ctrl-C stops it)\n"
    assert site.status() == 302


def test_a_second_one_on_the_same_data_folder_is_refused(site: RunningSite) -> None:
    second = Site(site.folder, free_port())
    assert f"already running on the data folder {site.folder}" in refusal(second.start())


def test_a_busy_port_is_told_with_the_way_out(site: RunningSite, tmp_path: Path) -> None:
    second = Site(tmp_path, site.port)
    assert "Choose another port with --port" in refusal(second.start())


@pytest.mark.parametrize("program", ["gunicorn", "manage.py worker", "run_recognizer"])
def test_each_program_that_dies_is_started_again(site: RunningSite, program: str) -> None:
    def group() -> set[int]:
        lines = descendants(site.process.pid)
        return {pid for pid in lines if program in lines[pid] and os.getpgid(pid) == pid}

    wait_until(group)
    (before,) = group()
    os.kill(before, signal.SIGKILL)
    wait_until(lambda: bool(group() - {before}))


def test_a_signal_stops_all_of_it(site: RunningSite) -> None:
    wait_until(lambda: len(descendants(site.process.pid)) > 3)  # three, and children of theirs
    everyone = descendants(site.process.pid)
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(PATIENCE) == 0
    wait_until(lambda: not everyone.keys() & processes().keys())
