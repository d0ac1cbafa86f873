"""The doubt score: one number that orders the queue, with its formula for the reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sized
from typing import Protocol

from review.quality.finding import Severity, words

POINTS = {Severity.ERROR: 30.0, Severity.WARNING: 10.0, Severity.INFO: 1.0}
SURE = 0.9
POINTS_BELOW_SURE = 50.0  # for a confidence of 0: 45 points
HALF_WAY = 50.0  # points that make a doubt of 50

FORMULA = words(
    "의심도 = 100 × 점수 ÷ (점수 + 50), 반올림. 점수: 오류 30, 주의 10, 참고 1. "
    "인식 신뢰도가 0.90보다 낮은 필드마다 (0.90 - 신뢰도) × 50. "
    "다른 값이 뒷받침하는 필드에서는 주의, 참고, 신뢰도의 점수를 반으로 셉니다.",
    "Doubt = 100 × points ÷ (points + 50), rounded. Points: error 30, warning 10, info 1. "
    "For each field whose confidence is below 0.90, (0.90 - confidence) × 50. "
    "On a corroborated field the points of warnings, infos and confidence count half.",
)


class Weighed(Protocol):
    """What the score reads of a finding, fresh or stored."""

    @property
    def field(self) -> str:
        """The API field name."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""


def doubt(
    findings: Iterable[Weighed],
    confidences: Mapping[str, float] | None = None,
    corroboration: Mapping[str, Sized] | None = None,
) -> int:
    """Return 0 (nothing doubtful) to 100 by :data:`FORMULA`.

    ``confidences`` are 0..1 a field; ``corroboration`` is what :func:`corroboration` returns.
    """
    supported = corroboration or {}
    points = sum(_finding_points(finding, supported) for finding in findings)
    for name, confidence in (confidences or {}).items():
        below = max(0.0, SURE - confidence) * POINTS_BELOW_SURE
        points += below / 2 if supported.get(name) else below
    return round(100 * points / (points + HALF_WAY))


def _finding_points(finding: Weighed, supported: Mapping[str, Sized]) -> float:
    points = POINTS[Severity(finding.severity)]
    halved = finding.severity != Severity.ERROR and supported.get(finding.field)
    return points / 2 if halved else points
