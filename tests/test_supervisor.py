"""The supervisor, run in a process of its own over small stand-in programs."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")
PATIENCE = 30

# Writes its process id and sleeps.
OBEDIENT = """
import os, sys, time
def write(): open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
write()
time.sleep(600)
"""
# Shrugs off every polite request, and so does the child that it has.
STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
def write(): open(sys.argv[1], "a").write(f"{os.getpid()}\\n")
write()
if not os.fork(): write()
time.sleep(600)
"""
SUPERVISE = """
import sys
from review import supervisor
supervisor.STOP_SECONDS = 1
programs = [
    supervisor.Program(name, [sys.executable, "-c", code, folder + name])
    for folder, name, code in [line.split("|") for line in sys.argv[1:]]
]
def say(line): print(line, flush=True)
supervisor.Supervisor(programs, log=say).run(lambda: True, lambda: say("ready"))
"""


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    started = []

    def start(**programs: str) -> subprocess.Popen[str]:
        lines = [f"{tmp_path}/|{name}|{code}" for name, code in programs.items()]
        command = [sys.executable, "-c", SUPERVISE, *lines]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "ready\n"
        return started[-1]

    yield start
    for process in started:
        with process:
            process.kill()


def wait_for(value: Callable[[], T]) -> T:
    deadline = time.monotonic() + PATIENCE
    while not (found := value()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
    return found


def pids(file: Path, count: int) -> list[int]:
    def enough() -> list[int]:
        lines = file.read_text().split() if file.exists() else []
        return [int(line) for line in lines] if len(lines) >= count else []

    return wait_for(enough)


def is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_a_program_that_dies_is_started_again(supervise, tmp_path: Path) -> None:
    supervise(web=OBEDIENT)
    (first,) = pids(tmp_path / "web", 1)
    os.kill(first, signal.SIGKILL)
    assert pids(tmp_path / "web", 2)[1] != first


def test_what_a_dead_program_leaves_behind_is_ended(supervise, tmp_path: Path) -> None:
    supervise(web=STUBBORN)
    parent, child = pids(tmp_path / "web", 2)[:2]
    os.kill(parent, signal.SIGKILL)
    wait_for(lambda: not is_alive(child))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_all_programs_even_those_that_will_not(
    supervise, tmp_path: Path, number: signal.Signals
) -> None:
    group = supervise(web=OBEDIENT, worker=STUBBORN)
    everyone = pids(tmp_path / "web", 1) + pids(tmp_path / "worker", 2)
    group.send_signal(number)
    assert group.wait(PATIENCE) == 0
    wait_for(lambda: not any(is_alive(pid) for pid in everyone))


def test_programs_end_when_the_supervisor_is_killed(supervise, tmp_path: Path) -> None:
    group = supervise(web=OBEDIENT)
    (program,) = pids(tmp_path / "web", 1)
    group.kill()
    wait_for(lambda: not is_alive(program))


def test_a_program_that_never_starts_is_tried_again_and_spares_the_others(
    supervise, tmp_path: Path
) -> None:
    group = supervise(web=OBEDIENT, broken="raise SystemExit(3)")
    lines = [group.stdout.readline() for _ in range(2)]
    assert lines == [
        "broken ended (3); starting it again in 0.5 s\n",
        "broken ended (3); starting it again in 1 s\n",
    ]
    assert is_alive(*pids(tmp_path / "web", 1))
