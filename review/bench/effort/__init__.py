"""``./krdl bench effort``: what a record costs a reviewer, in key presses and in time.

A site of its own, a real browser, invented cards, and a hand that counts its keys: a clean record,
a record with two suggested corrections, a record typed anew, and how soon after a submission the
next record takes keys. Times are the machine's share; a person also reads.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from review.bench.effort import browser
from review.bench.effort.cards import PASSWORD, REVIEWER, fill

try:
    from review.bench.effort.hand import Effort, Walk, at_the_desk
except ImportError:
    at_the_desk = None  # type: ignore[assignment]

READY_S = 90
MISSING = "This bench drives a browser: {}. ./krdl bench installs both where it may.\n"


def main(argv: Sequence[str]) -> int:
    """Print a table of key presses and times; returns the exit status."""
    parser = argparse.ArgumentParser(prog="bench effort", description=__doc__)
    parser.add_argument("--records", type=int, default=20, help="clean records, one after another")
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.fill:
        fill(chosen.records)
        return 0
    if lack := lacking():
        sys.stderr.write(MISSING.format(lack))
        return 1
    walk = measured(chosen.records)
    sys.stdout.write(table(walk))
    return 0


def lacking() -> str:
    """Return what has to be installed first, or ""."""
    if at_the_desk is None:
        return "install the Python package playwright (requirements-dev.lock)"
    return "" if shutil.which(browser.COMMAND) else f"install the Debian package {browser.PACKAGE}"


def measured(records: int) -> Walk:
    """Walk through a new site with that many clean records; return what it took.

    One more is there than is worked on, so that after each a next one comes.
    """
    with tempfile.TemporaryDirectory(prefix="krdl-effort-", ignore_cleanup_errors=True) as folder:
        environment = os.environ | {"KRDL_DATA_DIR": folder}
        environment["DJANGO_SETTINGS_MODULE"] = "krdl_site.settings"
        manage = [sys.executable, "manage.py"]
        for command in (["migrate"], ["bench", "effort", "--fill", f"--records={records + 1}"]):
            subprocess.run(  # noqa: S603
                [*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL
            )
        with _site(manage, environment) as address:
            return at_the_desk(address, REVIEWER, PASSWORD, records)


def table(walk: Walk) -> str:
    """Return the measurements as the table of the README."""
    rows = [
        ("clean record, numbers revealed", walk.clean),
        ("two suggested corrections", walk.suggested),
        ("typed anew", walk.retyped),
    ]
    lines = ["| Record | Keys | beside characters typed | Seconds |", "|---|---|---|---|"]
    lines += [_line(label, effort) for label, effort in rows]
    middle = statistics.median(walk.next_ms)
    late = statistics.quantiles([*walk.next_ms] * 2, n=20)[-1]
    said = f"Submit to the next record usable: p50 {middle:.0f} ms, p95 {late:.0f} ms"
    return "\n".join([*lines, "", f"{said} ({len(walk.next_ms)} records).", ""])


def _line(label: str, effort: Effort) -> str:
    return f"| {label} | {effort.keys} | {effort.characters} | {effort.seconds:.1f} |"


@contextmanager
def _site(manage: list[str], environment: dict[str, str]) -> Iterator[str]:
    """Run the site on a free port; give its address."""
    port = _free_port()
    command = [*manage, "up", "--no-demo", "--port", str(port)]
    log = Path(environment["KRDL_DATA_DIR"]) / "log"
    with log.open("wb") as said:
        site = subprocess.Popen(command, env=environment, stdout=said, stderr=said)  # noqa: S603
    try:
        _wait(f"http://127.0.0.1:{port}", site, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        site.terminate()
        site.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address: str, site: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_S
    while True:
        try:
            urllib.request.urlopen(f"{address}/readyz", timeout=5).close()  # noqa: S310
            return
        except (urllib.error.URLError, OSError):
            if site.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.1)
