"""Mutated pictures over the wire: an error code or an answer, never a crash.

With KRDL_TEST_REPORT naming a file, each picture's code, CPU seconds and MiB are written there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from review.license_fields import RESPONSE_KEYS
from review.ocr.errors import TABLE
from review.recognizer_service.config import ServiceConfig
from review.specimens import draw
from tests.recognizer.mutations import huge, mutated, mutation
from tests.recognizer_service.reader_usage import ReaderUsage
from tests.recognizer_service.running import Service, base64, post, running_service

FAULTS = ("InternalError", "ServiceUnavailable", "FailedOperation.EngineRecognizeTimeout")
# The promise is 2 s (6 s for a huge picture); a sanity check only, for machines differ.
CPU_S, HUGE_CPU_S = 10.0, 30.0
MOST_MIB, HUGE_MOST_MIB = 600, 1024


def test_mutated_pictures_are_answered_or_refused(campaign: Callable[[int, int], int]) -> None:
    pictures = [draw(seed, level=level).picture for seed, level in ((0, "phone"), (1, "clean"))]
    config = ServiceConfig(workers=1, rate=10_000, answer_s=120)
    codes: Counter[str] = Counter()
    with running_service(config) as service:
        post(service, ImageBase64=base64(pictures[0]))
        usage = ReaderUsage(service)
        for index in range(campaign(27, 2000)):
            code = _code(service, mutated(index, pictures))
            cpu, peak = usage.look()
            _report(f"{index} {mutation(index).__name__} {code} {cpu:.2f} {peak:.0f}")
            is_huge = mutation(index) is huge
            assert code not in FAULTS, index
            assert usage.is_alive(), index
            assert cpu < (HUGE_CPU_S if is_huge else CPU_S), index
            assert peak < (HUGE_MOST_MIB if is_huge else MOST_MIB), index
            codes[code] += 1
    assert codes["answered"]
    assert len(codes) > 2


def _code(service: Service, picture: bytes) -> str:
    """Return the known error code of the answer to a picture, or that it holds the fields."""
    answer = post(service, ImageBase64=base64(picture))
    if answer.code:
        assert answer.code in TABLE
        return answer.code
    assert set(answer.body["Response"]) == set(RESPONSE_KEYS)
    return "answered"


def _report(line: str) -> None:
    with suppress(KeyError), Path(os.environ["KRDL_TEST_REPORT"]).open("a") as file:
        file.write(line + "\n")
