"""`bench recognizer [FOLDER]`: how well and how fast the embedded recognizer reads.

Without a folder the built-in report sets are drawn, with seeds that nothing was tuned on: known
card designs, and designs, words and type faces never seen. A folder holds pictures and a
``truth.jsonl`` with a line each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from review import recognizer, specimens
from review.recognizer import budget, engines
from review.recognizer.lines import ROWS

from .recognizer_scores import Outcome, Scores

Picture = tuple[bytes, dict[str, Any]]
MEASURE_WIDTH, MEASURES = 400, 20  # pixels of a line, and how often it is computed
LICENSE_LEVELS: tuple[specimens.Level, ...] = ("clean", "phone", "bad")


def main(argv: list[str]) -> int:
    """Run the bench with command line arguments ``argv`` and return the exit status."""
    given = _parser().parse_args(argv)
    if given.folder and not (given.folder / "truth.jsonl").is_file():
        sys.stderr.write(f"{given.folder}: no truth.jsonl in this folder\n")
        return 2
    load_time = _timed_load()
    for name in ("",) if given.folder else given.sets.split(","):
        series = _series(given.folder, given.count, given.others)
        pictures = [_picture(given.folder, name, level, index) for level, index in series]
        sys.stdout.write(f"set: {name or given.folder}\n")
        sys.stdout.write(_measured(pictures, (1,) if given.once else (1, 2), given.seconds))
        sys.stdout.flush()
    sys.stdout.write(f"load: {load_time:.2f} s\n")
    return 0


def _measured(pictures: list[Picture], processes: tuple[int, ...], seconds: float) -> str:
    """Return the report on some pictures, read with each number of processes in turn."""
    scores, wall = Scores(), {}
    for count in processes:
        start = time.perf_counter()
        outcomes = list(_outcomes(pictures, count, seconds))
        wall[count] = (time.perf_counter() - start) / max(len(pictures), 1)
        if count == 1:
            for outcome in outcomes:
                scores.add(outcome)
    return scores.report() + _speed(scores, wall) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench recognizer", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder with truth.jsonl")
    parser.add_argument("--count", type=int, default=20, help="pictures a level (built-in set)")
    parser.add_argument("--others", type=int, default=20, help="pictures that are no license")
    parser.add_argument("--sets", default="known,unseen", help=f"of {', '.join(specimens.SETS)}")
    parser.add_argument(
        "--seconds",
        type=float,
        default=budget.SECONDS,
        help="wall clock a picture may take: more, where the machine is busy",
    )
    parser.add_argument("--once", action="store_true", help="with one process only")
    return parser


def _series(folder: Path | None, count: int, others: int) -> Iterator[tuple[str, int]]:
    if folder:
        lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
        yield from (("", index) for index, line in enumerate(lines) if line.strip())
        return
    for level in LICENSE_LEVELS:
        yield from ((level, index) for index in range(count))
    yield from (("other", index) for index in range(others))


def _picture(folder: Path | None, name: str, level: str, index: int) -> Picture:
    if not folder:
        drawn = specimens.draw_report(index, level, name)  # type: ignore[arg-type]
        return drawn.picture, drawn.truth
    truth = json.loads((folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()[index])
    return (folder / truth["file"]).read_bytes(), truth


def _outcomes(pictures: list[Picture], processes: int, seconds: float) -> Iterator[Outcome]:
    # A fresh process each, so that memory and CPU are those of one recognizer alone.
    context = multiprocessing.get_context("spawn")
    with context.Pool(processes, initializer=_start, initargs=(seconds,)) as pool:
        yield from pool.imap(_read, pictures, chunksize=1)


def _start(seconds: float) -> None:
    budget.SECONDS = seconds
    recognizer.load()


def _read(picture: Picture) -> Outcome:
    data, truth = picture
    cpu, wall = time.process_time(), time.perf_counter()
    try:
        reading = recognizer.read(data)
    except recognizer.RecognizerError:
        reading = None
    return Outcome(
        truth,
        reading.fields if reading else None,
        reading.confidence if reading else {},
        reading.boxes if reading else {},
        time.process_time() - cpu,
        time.perf_counter() - wall,
        _peak_memory(),
    )


def _peak_memory() -> float:
    """Return the most memory this process has used, in MiB.

    Not by getrusage: there a process inherits the peak of the one that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def _timed_load() -> float:
    start = time.perf_counter()
    recognizer.load()
    return time.perf_counter() - start


def _measure() -> float:
    """Return the CPU seconds of one line's stem: what machines can be compared by."""
    line = np.full((1, 3, ROWS, MEASURE_WIDTH), 0.5, np.float32)
    start = time.process_time()
    for _ in range(MEASURES):
        engines.stem().run(None, {"picture": line})
    return (time.process_time() - start) / MEASURES


def _speed(scores: Scores, wall: dict[int, float]) -> str:
    cpu = sorted(outcome.cpu for outcome in scores.outcomes)
    own = sorted(outcome.wall for outcome in scores.outcomes)
    if not cpu:
        return "no pictures\n"
    measure = _measure()
    lines = [
        f"CPU a card, 1 thread: median {cpu[len(cpu) // 2]:.2f} s, "
        f"95% {cpu[int(len(cpu) * 0.95)]:.2f} s, most {cpu[-1]:.2f} s",
        f"median as a multiple of a line of {MEASURE_WIDTH} pixels through the stem "
        f"({1000 * measure:.1f} ms): {cpu[len(cpu) // 2] / measure:.0f}",
        f"wall a card: median {own[len(own) // 2]:.2f} s, most {own[-1]:.2f} s",
        *(f"{count} process(es), their start included: {seconds:.2f} s a picture"
          for count, seconds in wall.items()),
        f"peak memory of a process: {max(each.memory for each in scores.outcomes):.0f} MiB",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
