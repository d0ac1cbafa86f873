"""Keeps a group of programs running: starts them, restarts what dies, stops all of them.

Each program runs as the leader of a process group of its own, so that a Ctrl-C in the terminal
reaches only the supervisor, and so that what a dead program leaves behind can be ended with it.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import FrameType

POLL_SECONDS = 0.1
STOP_SECONDS = 8.0
"""How long all programs together have to end by themselves after a TERM; then they are killed."""
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0
SETTLED_SECONDS = 30.0
"""Who ran this long is restarted as promptly as the first time."""

STDERR = 2


def say_nothing(_line: str) -> None:
    """Ignore a line of the log."""


@dataclass
class Program:
    """One program of the group, running or waiting to be started again."""

    name: str
    argv: Sequence[str]
    start_at: float = 0.0
    """Not before this moment of the monotonic clock."""
    failures: int = 0
    started_at: float = 0.0
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program; its stdout joins our stderr, since ours carries the address."""
        # Should the supervisor itself be killed, the kernel ends its programs.
        setpriv = shutil.which("setpriv")
        leash = [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []
        self.process = subprocess.Popen(  # noqa: S603 - the group's own list
            [*leash, *self.argv],
            stdin=subprocess.DEVNULL,
            stdout=STDERR,
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        """Say whether the program is not running (any more).

        It is left uncollected, so that nobody else can be given its process id before ``kill``.
        """
        if self.process is None or self.process.returncode is not None:
            return True
        return (
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        )

    def plan_restart(self) -> float:
        """Note a death; return the seconds until the next start."""
        now = time.monotonic()
        self.failures = 0 if now - self.started_at > SETTLED_SECONDS else self.failures
        delay: float = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2**self.failures)
        self.failures += 1
        self.start_at = now + delay
        return delay

    def terminate(self) -> None:
        """Ask the program to end; its own children are its business."""
        if self.process and not self.has_ended():
            self.process.terminate()

    def kill(self) -> int | None:
        """Kill what is left of the program's process group; return its exit status."""
        if self.process is None:
            return None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        process, self.process = self.process, None
        return process.wait()


@dataclass
class Supervisor:
    """The group. ``run`` returns when a TERM, INT or HUP has stopped all of it."""

    programs: Sequence[Program]
    log: Callable[[str], None] = say_nothing
    stopping: bool = field(default=False, init=False)

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Keep all programs running; call ``when_ready`` once, as soon as ``is_ready()``."""
        ready = False
        with self._signals_stop():
            try:
                while not self.stopping:
                    self._tend()
                    if not ready and is_ready():
                        ready = True
                        when_ready()
                    time.sleep(POLL_SECONDS)
            finally:
                self._stop_all()

    @contextlib.contextmanager
    def _signals_stop(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self.stopping = True

        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, stop) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tend(self) -> None:
        for program in self.programs:
            if program.process and program.has_ended():
                status = program.kill()
                delay = program.plan_restart()
                self.log(f"{program.name} ended ({status}); starting it again in {delay:g} s")
            elif not program.process and time.monotonic() >= program.start_at:
                program.start()

    def _stop_all(self) -> None:
        for program in self.programs:
            program.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and not all(p.has_ended() for p in self.programs):
            time.sleep(POLL_SECONDS / 2)
        for program in self.programs:
            program.kill()
