"""A reading process: takes pictures from a pipe, answers with what the engine made of them."""

from __future__ import annotations

import importlib
import math
import signal
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from types import ModuleType
from typing import Any

# What a reading process says first, once its engine is loaded.
READY = "ready"


Boxes = dict[str, list[list[list[float]]]]


@dataclass(frozen=True)
class Task:
    """One picture to read; or, where ``values`` are given, in which to find them.

    ``seconds`` is the time there is for it.
    """

    image: bytes
    portrait: bool = False
    values: dict[str, str] | None = None
    seconds: float = math.inf


@dataclass(frozen=True)
class Reading:
    """What the engine read, in plain types; boxes in pixels of the picture as seen."""

    fields: dict[str, str]
    confidence: dict[str, float]
    boxes: Boxes
    portrait: bytes | None
    repairs: dict[str, dict[str, str]]
    warnings: list[str]
    tails: list[list[list[float]]] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)

    @property
    def detail(self) -> dict[str, Any]:
        """What is answered beside the contract's fields to who asks for it."""
        return {
            "Confidence": self.confidence,
            "Boxes": self.boxes,
            "Repairs": self.repairs,
            "Warnings": self.warnings,
            "Tails": self.tails,
            "Digits": self.digits,
        }


@dataclass(frozen=True)
class Located:
    """Where given values are printed, in pixels of the picture as seen."""

    boxes: Boxes


@dataclass(frozen=True)
class Failure:
    """The engine did not read: the name of its exception, and whether it is one it announces."""

    kind: str
    expected: bool


Answer = Reading | Located | Failure


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


def _attempt(engine: ModuleType, task: Task) -> Answer:
    try:
        if task.values is not None:
            return Located(_boxes(engine.locate(task.image, task.values, seconds=task.seconds)))
        return _plain(engine.read(task.image, portrait=task.portrait, seconds=task.seconds))
    except Exception as error:
        return Failure(type(error).__name__, isinstance(error, engine.RecognizerError))


def _plain(reading: Any) -> Reading:
    return Reading(
        {name: str(text) for name, text in reading.fields.items()},
        {name: float(value) for name, value in reading.confidence.items()},
        _boxes(reading.boxes),
        bytes(reading.portrait) if reading.portrait else None,
        {name: {"Raw": each.raw, "Reason": each.reason} for name, each in reading.repairs.items()},
        list(reading.warnings),
        tails=[_quad(quad) for quad in reading.tails],
        digits=[str(run) for run in reading.digits],
    )


def _boxes(found: Any) -> Boxes:
    return {name: [_quad(quad) for quad in quads] for name, quads in found.items()}


def _quad(corners: Any) -> list[list[float]]:
    return [[round(float(x), 1), round(float(y), 1)] for x, y in corners]
