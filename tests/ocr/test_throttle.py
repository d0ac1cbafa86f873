"""The rate over processes: proved on the instants the store gave out, never on how fast we ran."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from review.ocr.errors import OcrError, Outcome
from review.ocr.stores import Store, open_store
from review.ocr.stores.base import Place, Reservation
from review.ocr.throttle import LATE_S, SPACING, Pacer

STORES = ("sqlite", "postgres", "redis")
processes = multiprocessing.get_context("spawn")


@pytest.fixture(params=STORES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Each of the three stores, empty."""
    if request.param == "sqlite":
        yield str(tmp_path / "pacer.sqlite3")
    else:
        yield request.getfixturevalue(f"{request.param}_url")


class Recorder:
    """Passes on to a store and keeps what it gave out, by this machine's monotonic clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reserved: list[Reservation] = []
        self.taken: list[tuple[int, float]] = []
        self.left: list[tuple[int, float]] = []

    def reserve(self, step_s: float) -> Reservation:
        self.reserved.append(self.store.reserve(step_s))
        return self.reserved[-1]

    def take(self, places: int, lease_s: float) -> Place | None:
        place = self.store.take(places, lease_s)
        if place is not None:
            self.taken.append((place.number, time.monotonic()))
        return place

    def leave(self, place: Place, rest_s: float) -> None:
        self.left.append((place.number, time.monotonic()))
        self.store.leave(place, rest_s)

    def push_back(self, seconds: float) -> None:
        self.store.push_back(seconds)

    def reconnect(self) -> None:
        self.store.reconnect()


def pass_slots(location: str, strict: bool, calls: int, told: Queue[Recorder]) -> None:
    """Body of a process: take slots and tell what the store gave out."""
    recorder = Recorder(open_store(location, "test"))
    pacer = Pacer(recorder, strict=strict)
    for _ in range(calls):
        with pacer.slot():
            pass
    del recorder.store
    told.put(recorder)


def run_processes(location: str, *, strict: bool, count: int, calls: int) -> list[Recorder]:
    told: Queue[Recorder] = processes.Queue()
    running = [
        processes.Process(target=pass_slots, args=(location, strict, calls, told))
        for _ in range(count)
    ]
    for process in running:
        process.start()
    recorders = [told.get(timeout=120) for _ in running]
    for process in running:
        process.join()
    return recorders


def test_no_second_holds_more_than_twenty_calls_of_four_processes(
    location: str, campaign: Callable[[int, int], int]
) -> None:
    calls = campaign(12, 100)
    recorders = run_processes(location, strict=False, count=4, calls=calls)
    reserved = [one for recorder in recorders for one in recorder.reserved]
    assert len(reserved) >= 4 * calls
    # Each true instant lies between its two bounds, hence so do the sorted ones.
    earliest = sorted(one.earliest for one in reserved)
    latest = sorted(one.latest for one in reserved)
    # A call leaves at most LATE_S after its instant: the pacer gives up what it wakes too late for.
    assert all(
        end - start - LATE_S > 1.0 for start, end in zip(earliest, latest[20:], strict=False)
    )


def test_strict_mode_frees_a_place_one_second_after_the_answer(location: str) -> None:
    recorders = run_processes(location, strict=True, count=3, calls=9)
    taken = sorted(one for recorder in recorders for one in recorder.taken)
    left = sorted(one for recorder in recorders for one in recorder.left)
    assert len(taken) == len(left) == 27
    assert {place for place, _ in taken} <= set(range(20))
    pairs = zip(left, taken[1:], strict=False)
    again = [(end, start) for (place, end), (other, start) in pairs if place == other]
    assert len(again) == 27 - len(dict(taken))
    assert all(start - end >= 1.0 for end, start in again)


def test_reservations_are_a_step_apart_whoever_asks(location: str) -> None:
    stores = [open_store(location, "test") for _ in range(3)]
    reserved = [stores[turn % 3].reserve(0.052) for turn in range(30)]
    for one, next_one in pairwise(reserved):
        assert next_one.latest - one.earliest >= 0.052 - 1e-5


def test_twenty_one_calls_that_keep_the_rules_never_fit_into_a_second() -> None:
    for rate in range(1, 101):
        step = SPACING / rate
        assert rate * step - LATE_S > 1.0


def test_push_back_holds_everybody(location: str) -> None:
    one, other = open_store(location, "test"), open_store(location, "test")
    one.push_back(30)
    assert other.reserve(0.05).earliest > time.monotonic() + 20
    assert other.take(20, 5) is None


def test_names_are_paced_apart(location: str) -> None:
    open_store(location, "one").push_back(30)
    assert open_store(location, "two").reserve(0.05).earliest < time.monotonic() + 1


def test_places_are_taken_once_and_come_back(location: str) -> None:
    store, other = open_store(location, "test"), open_store(location, "test")
    first, second = store.take(2, 60), other.take(2, 60)
    assert first is not None
    assert second is not None
    assert {first.number, second.number} == {0, 1}
    assert store.take(2, 60) is None
    other.leave(first, 0)
    again = store.take(2, 60)
    assert again is not None
    assert again.number == first.number
    # Its lease is another's now: whoever held it before can no longer free it.
    store.leave(first, 0)
    assert store.take(2, 60) is None


def test_a_place_whose_holder_died_comes_back_after_its_lease(location: str) -> None:
    store = open_store(location, "test")
    assert store.take(1, 0.05) is not None
    time.sleep(0.06)
    assert store.take(1, 60) is not None


class LateStore:
    """Gives out instants that have passed already, the first ``late`` times."""

    def __init__(self, late: int) -> None:
        self.late = late
        self.asked = 0
        self.reconnected = False

    def reserve(self, step_s: float) -> Reservation:
        self.asked += 1
        at = time.monotonic() - (1 if self.asked <= self.late else 0)
        return Reservation(at, at)

    def push_back(self, seconds: float) -> None:
        raise OSError("away")

    def take(self, places: int, lease_s: float) -> Place | None:
        raise OSError("away")

    def leave(self, place: Place, rest_s: float) -> None:
        raise OSError("away")

    def reconnect(self) -> None:
        self.reconnected = True


def test_an_instant_missed_is_given_up() -> None:
    store = LateStore(late=3)
    Pacer(store).wait()
    assert store.asked >= 4


@pytest.mark.parametrize("strict", [False, True])
def test_a_store_that_is_away_is_one_typed_outcome(strict: bool) -> None:
    store = LateStore(late=0)
    pacer = Pacer(store, strict=strict)
    with pytest.raises(OcrError) as caught, pacer.slot():
        pacer.push_back(1)
    assert caught.value.outcome is Outcome.RETRY_LATER
    assert caught.value.code == "Local.PacerUnavailable"
    assert store.reconnected
