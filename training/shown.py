"""Keeps what an engine is shown while specimens of the tuning set are read."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnxruntime

from review import specimens
from review.recognizer import RecognizerError, engines, read
from review.specimens import Level


class Recorder:
    """Stands for an engine's session and keeps what it is shown."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self.session = session
        self.seen: list[np.ndarray] = []

    def run(self, names: list[str] | None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Run the session and keep its only input."""
        self.seen.extend(inputs.values())
        return self.session.run(names, inputs)


def shown_to(
    engine: str, models: Mapping[str, bytes], pictures: Mapping[Level, int]
) -> list[np.ndarray]:
    """Return what ``engine`` (a name of ``engines``, as are those of ``models``) is shown.

    ``models`` play their engines; ``pictures`` says how many specimens of each level of the
    tuning set are read.
    """
    sessions = {name: engines.session(model) for name, model in models.items()}
    recorder = Recorder(sessions[engine])
    for name, session in (sessions | {engine: recorder}).items():
        setattr(engines, name, functools.partial(_same, session))
    for level, count in pictures.items():
        for drawn in specimens.series(level, count):
            with contextlib.suppress(RecognizerError):
                read(drawn.picture)
    return recorder.seen


def _same(session: Any) -> Any:
    return session
