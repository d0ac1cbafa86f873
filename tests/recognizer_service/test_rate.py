"""Twenty a second and key, by a clock that the test turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.recognizer_service.rate import RateLimit
from review.recognizer_service.refusal import Refusal


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_twenty_first_in_a_second_is_refused() -> None:
    clock = Clock()
    limit = RateLimit(20, clock)
    for turn in range(20):
        clock.now = turn / 25
        limit.admit("one")
    with pytest.raises(Refusal) as refused:
        limit.admit("one")
    assert refused.value.code == "RequestLimitExceeded"
    limit.admit("other")
    clock.now = 1.0
    limit.admit("one")


@given(st.lists(st.floats(0, 0.5), max_size=200))
def test_no_sliding_second_admits_more(pauses: list[float]) -> None:
    clock = Clock()
    limit = RateLimit(3, clock)
    admitted = []
    for pause in pauses:
        clock.now += pause
        try:
            limit.admit("one")
        except Refusal:
            continue
        admitted.append(clock.now)
    assert all(later - first >= 1.0 for first, later in zip(admitted, admitted[3:], strict=False))
