"""A reflex over a field leaves it empty or unsure, never guessed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from review import recognizer, specimens
from review.bench.recognizer_scores import SURE

from .composites import with_glare

PRINTED = ("Number", "LicenseNumber", "Name", "Type", "Address", "AptitudeTesDate", "DateOfIssue",
           "ID")  # fmt: skip
FIRST_SEED = 3


@pytest.mark.parametrize("field", PRINTED)
def test_a_field_below_a_reflex_is_never_a_guess(
    field: str, campaign: Callable[[int, int], int]
) -> None:
    # Birthday is the resident number's: it goes with it.
    hidden = (field, "Birthday") if field == "Number" else (field,)
    for seed in range(FIRST_SEED, FIRST_SEED + campaign(2, 10)):
        share = 0.4 if seed % 2 else 1.0  # of each line: its end, or all of it
        drawn = specimens.draw(seed, level="phone")
        try:
            reading = recognizer.read(with_glare(drawn, field, share))
        except recognizer.NotALicense:
            continue
        for name in hidden:
            assert not reading.fields[name] or reading.confidence[name] < SURE, (seed, name)


def test_a_field_without_a_reflex_stays_sure() -> None:
    drawn = specimens.draw(FIRST_SEED, level="phone")
    reading = recognizer.read(with_glare(drawn, "ID"))
    assert min(reading.confidence[name] for name in ("Number", "LicenseNumber", "Type")) >= SURE
