"""A reading process: takes pictures from a pipe, answers with what the engine made of them."""

from __future__ import annotations

import importlib
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

# What a reading process says first, once its engine is loaded.
READY = "ready"


@dataclass(frozen=True)
class Task:
    """One picture to read."""

    image: bytes
    portrait: bool


@dataclass(frozen=True)
class Reading:
    """What the engine read, in plain types; boxes in pixels of the picture as seen."""

    fields: dict[str, str]
    confidence: dict[str, float]
    boxes: dict[str, list[list[list[float]]]]
    portrait: bytes | None


@dataclass(frozen=True)
class Failure:
    """The engine did not read: the name of its exception, and whether it is one it announces."""

    kind: str
    expected: bool


def serve(pipe: Connection, engine_name: str) -> None:
    """Answer tasks until the other end of ``pipe`` is gone; the body of a reading process."""
    # Ctrl-C reaches the whole group; the service decides when its readers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    engine = importlib.import_module(engine_name)
    engine.load()
    pipe.send(READY)
    while True:
        try:
            task = pipe.recv()
            pipe.send(_attempt(engine, task))
        except (EOFError, ConnectionError):
            return


def _attempt(engine: ModuleType, task: Task) -> Reading | Failure:
    try:
        return _plain(engine.read(task.image, portrait=task.portrait))
    except Exception as error:
        return Failure(type(error).__name__, isinstance(error, engine.RecognizerError))


def _plain(reading: Any) -> Reading:
    return Reading(
        {name: str(text) for name, text in reading.fields.items()},
        {name: float(value) for name, value in reading.confidence.items()},
        {name: [_quad(quad) for quad in quads] for name, quads in reading.boxes.items()},
        bytes(reading.portrait) if reading.portrait else None,
    )


def _quad(corners: Any) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in corners]
