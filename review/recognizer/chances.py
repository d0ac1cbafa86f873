"""What else the Hangul head might have seen: how well another text fits the same picture."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from . import engines

KEPT = 12  # signs a step, the likeliest
LEAST = -11.0  # log probability of every other sign


@dataclass(eq=False)
class Chances:
    """The likeliest signs of each time step with their log probabilities; sign 0 is the blank."""

    steps: list[dict[int, float]]

    @classmethod
    def of(cls, scores: npt.NDArray[np.float32]) -> Chances:
        """Return the chances out of probabilities (steps x signs)."""
        likely = np.flatnonzero(scores.max(axis=0) > math.exp(LEAST))
        few, kept = scores[:, likely], min(KEPT, len(likely))
        best = np.argpartition(few, -kept, axis=1)[:, -kept:]
        logs = np.log(np.maximum(np.take_along_axis(few, best, 1), 1e-9))
        rows = zip(likely[best].tolist(), logs.tolist(), strict=True)
        return cls([dict(zip(signs, values, strict=True)) for signs, values in rows])

    def between(self, start: float, end: float) -> Chances:
        """Return the steps between two shares of the line."""
        count = len(self.steps)
        return Chances(self.steps[round(start * count) : round(end * count)])

    def fit(self, text: str) -> float:
        """Return the log probability of the best way in which the steps spell ``text`` (CTC)."""
        signs = [0]
        for sign in text:
            signs += [_indices().get(sign, -1), 0]
        best = [0.0, *[-math.inf] * len(signs)]  # best[i + 1]: the way that ends in signs[i]
        for step in self.steps:
            best = _advance(best, signs, step)
        return max(best[-2:])


def _advance(best: list[float], signs: list[int], step: dict[int, float]) -> list[float]:
    """Return the best ways after one more step: stay, go on by one, or skip a blank."""
    after = [-math.inf]
    for index, sign in enumerate(signs):
        ways = [best[index + 1], best[index]]
        if sign and (index == 1 or sign != signs[index - 2]):
            ways.append(best[index - 1])
        after.append(max(ways) + step.get(sign, LEAST))
    return after


@functools.cache
def _indices() -> dict[str, int]:
    return {sign: index for index, sign in enumerate(engines.hangul_signs()) if sign}
