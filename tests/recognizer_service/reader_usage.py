"""What the reading process of a running service used, told by /proc."""

from __future__ import annotations

import os
from pathlib import Path

from tests.recognizer_service.running import Service

TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1024
PROC = Path("/proc")


class ReaderUsage:
    """CPU seconds and peak memory of the one reader of ``service`` since the last look."""

    def __init__(self, service: Service) -> None:
        self.pid = max(_descendants(service.pid), key=_peak)
        self._cpu = self._seconds()

    def is_alive(self) -> bool:
        """Whether the reader is still the same process."""
        return (PROC / str(self.pid)).exists()

    def look(self) -> tuple[float, float]:
        """Return CPU seconds and the peak in MiB, and begin anew."""
        before, self._cpu = self._cpu, self._seconds()
        peak = _peak(self.pid)
        (PROC / str(self.pid) / "clear_refs").write_text("5")
        return self._cpu - before, peak

    def _seconds(self) -> float:
        fields = _stat(self.pid)
        return (int(fields[11]) + int(fields[12])) / TICKS


def _stat(pid: int) -> list[str]:
    """Return the fields behind the name: state, parent, ..."""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def _descendants(pid: int) -> list[int]:
    parents = {int(path.parent.name): int(_stat(int(path.parent.name))[1])
               for path in PROC.glob("[0-9]*/stat") if path.exists()}  # fmt: skip
    found = [child for child, parent in parents.items() if parent == pid]
    return found + [each for child in found for each in _descendants(child)]


def _peak(pid: int) -> float:
    status = (PROC / str(pid) / "status").read_text()
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(lines[0].split()[1]) / MIB if lines else 0.0
