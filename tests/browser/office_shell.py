"""A process that runs Python on a site's data, piece after piece: starting is what costs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LOOP = """
import contextlib, io, json, sys, traceback
from django.db import connections
answers = sys.stdout
for line in sys.stdin:
    printed, problem = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), {})
    except Exception:
        problem = traceback.format_exc()
    connections.close_all()
    print(json.dumps([printed.getvalue(), problem]), file=answers, flush=True)
"""


class OfficeShell:
    """``manage.py shell`` on a site's data, kept running."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", LOOP]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, code: str) -> str:
        """Run ``code``; return what it printed. Fails with the traceback of what it raised."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        printed, problem = json.loads(self._process.stdout.readline())
        assert not problem, problem
        return str(printed)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
