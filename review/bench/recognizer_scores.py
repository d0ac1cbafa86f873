"""Scores readings against the truth: exact match, character errors, honesty, boxes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from review.recognizer import Quad

FIELDS = ("Number", "Birthday", "LicenseNumber", "AptitudeTesDate", "DateOfIssue", "ID", "Type",
          "Name", "Address")  # fmt: skip
LABELS = ("주소:", "주소")
SURE = 0.9
BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)


@dataclass(frozen=True)
class Outcome:
    """What one picture gave: the truth, the fields read (None: refused), seconds, MiB."""

    truth: dict[str, Any]
    fields: dict[str, str] | None
    confidence: dict[str, float]
    boxes: dict[str, list[Quad]]
    cpu: float
    wall: float
    memory: float


@dataclass
class Tally:
    """Counts of one field at one level."""

    total: int = 0
    right: int = 0
    empty: int = 0
    sure_wrong: int = 0
    signs: int = 0
    errors: int = 0


@dataclass
class Scores:
    """Tallies over outcomes; a field that nobody could read is left out."""

    outcomes: list[Outcome] = field(default_factory=list)
    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    bands: dict[int, list[bool]] = field(default_factory=lambda: defaultdict(list))
    sure: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    overlaps: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, outcome: Outcome) -> None:
        """Count one picture."""
        self.outcomes.append(outcome)
        if not outcome.truth["is_license"]:
            return
        unreadable = set(outcome.truth.get("unreadable") or ())
        if "Number" in unreadable:
            unreadable.add("Birthday")
        for name in FIELDS:
            if name not in unreadable:
                self._count(outcome, name)

    def _count(self, outcome: Outcome, name: str) -> None:
        tally = self.tallies[outcome.truth["level"], name]
        want = comparable(name, outcome.truth["response"][name])
        got = comparable(name, (outcome.fields or {}).get(name, ""))
        confidence = outcome.confidence.get(name, 0.0)
        tally.total += 1
        tally.right += got == want
        tally.empty += not got
        tally.signs += len(want)
        tally.errors += min(Levenshtein.distance(got, want), len(want))
        if got:
            band = max(index for index, low in enumerate(BANDS) if confidence >= low)
            self.bands[band].append(got == want)
        if got and confidence >= SURE:
            self.sure[name].append(got == want)
            tally.sure_wrong += got != want
        truth_boxes = outcome.truth.get("boxes", {}).get(name)
        if got == want and got and truth_boxes:
            self.overlaps[name].append(overlap(outcome.boxes.get(name, []), truth_boxes))

    def report(self) -> str:
        """Return the tables as text."""
        return "\n".join([*self._fields(), "", *self._refusals(), "", *self._honesty(), "", ""])

    def _levels(self) -> list[str]:
        return list(dict.fromkeys(level for level, _ in self.tallies))

    def _fields(self) -> list[str]:
        lines = [
            f"{'level':6} {'field':16} {'exact':>6} {'CER':>6} {'empty':>6} {'sure+wrong':>10}"
        ]
        for level in self._levels():
            shares = []
            for name in FIELDS:
                tally = self.tallies[level, name]
                share = tally.right / max(tally.total, 1)
                shares.append(share)
                lines.append(
                    f"{level:6} {name:16} {share:6.1%} {tally.errors / max(tally.signs, 1):6.1%} "
                    f"{tally.empty:6d} {tally.sure_wrong:10d}"
                )
            lines.append(f"{level:6} {'mean of the nine':16} {sum(shares) / len(shares):6.1%}")
        return lines

    def _refusals(self) -> list[str]:
        lines = []
        groups: dict[str, list[bool]] = defaultdict(list)
        for outcome in self.outcomes:
            groups[outcome.truth["level"]].append(outcome.fields is None)
        for level, refused in groups.items():
            lines.append(f"{level:6} refused as no license: {sum(refused)} of {len(refused)}")
        return lines

    def _honesty(self) -> list[str]:
        lines = [f"{'confidence':12} {'values':>7} {'right':>7}"]
        for band in sorted(self.bands):
            right = self.bands[band]
            label = f"{BANDS[band]:.2f}-{min(BANDS[band + 1], 1):.2f}"
            lines.append(f"{label:12} {len(right):7d} {sum(right) / len(right):7.1%}")
        for name, right in self.sure.items():
            lines.append(f"{name:16} at {SURE} or more: {len(right):4d} values, "
                         f"{sum(right) / len(right):.1%} right")  # fmt: skip
        means = {name: sum(each) / len(each) for name, each in self.overlaps.items()}
        lines += [f"{name:16} mean overlap of boxes {mean:.2f}" for name, mean in means.items()]
        return lines


def comparable(name: str, value: str) -> str:
    """Return ``value`` as it is compared: an address without blanks and printed label."""
    if name != "Address":
        return value
    solid = value.replace(" ", "")
    label = next((label for label in LABELS if solid.startswith(label)), "")
    return solid[len(label) :]


def overlap(found: list[Quad], true: list[Quad]) -> float:
    """Return intersection over union of two sets of quadrilaterals, drawn as pixels."""
    points = np.array([corner for quad in [*found, *true] for corner in quad], np.float64)
    low, extent = points.min(axis=0), np.ptp(points, axis=0).max() or 1.0
    scale = 800 / extent
    masks = []
    for quads in (found, true):
        mask = np.zeros((820, 820), np.uint8)
        for quad in quads:
            cv2.fillPoly(mask, [np.int32((np.array(quad) - low) * scale + 5)], 1)
        masks.append(mask.astype(bool))
    union = (masks[0] | masks[1]).sum()
    return float((masks[0] & masks[1]).sum() / union) if union else 0.0
