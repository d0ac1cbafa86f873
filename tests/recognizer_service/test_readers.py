"""The reading processes: they die, hang and fill up, and the next picture is read all the same."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from review.recognizer_service.readers import ReaderPool
from review.recognizer_service.refusal import Refusal
from tests.recognizer_service.running import ENGINE, picture


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    """One reader, and one place to wait."""
    one = ReaderPool(workers=1, waiting=1, engine=ENGINE)
    yield one
    one.close()


def read(pool: ReaderPool, word: str = "pid", seconds: float = 30) -> str:
    return pool.read(picture(word), portrait=False, seconds=seconds).fields["Name"]


def code(pool: ReaderPool, word: str, seconds: float = 30) -> str:
    with pytest.raises(Refusal) as refused:
        read(pool, word, seconds)
    return refused.value.code


def test_a_reader_is_kept(pool: ReaderPool) -> None:
    assert read(pool) == read(pool)
    assert int(read(pool)) != os.getpid()


def test_a_picture_that_kills_its_reader_harms_no_other(pool: ReaderPool) -> None:
    first = read(pool)
    assert code(pool, "die") == "InternalError"
    assert read(pool) != first


def test_a_reader_killed_between_pictures_is_replaced_unseen(pool: ReaderPool) -> None:
    first = int(read(pool))
    os.kill(first, signal.SIGKILL)
    time.sleep(0.2)
    assert int(read(pool)) != first


def test_a_reader_that_hangs_is_replaced(pool: ReaderPool) -> None:
    first = read(pool)
    assert code(pool, "sleep60", seconds=0.5) == "FailedOperation.EngineRecognizeTimeout"
    assert read(pool) != first
    with pytest.raises(ProcessLookupError):
        os.kill(int(first), 0)


def test_a_reader_that_gives_up_in_time_is_kept(pool: ReaderPool) -> None:
    first = read(pool)
    assert code(pool, "patient", seconds=5) == "FailedOperation.EngineRecognizeTimeout"
    assert read(pool) == first


def test_a_slow_start_is_waited_for_and_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_ENGINE_LOAD_S", "1.5")
    slow = ReaderPool(workers=1, waiting=1, engine=ENGINE)
    process = slow._readers[0]._process
    assert code(slow, "pid", seconds=0.1) == "ServiceUnavailable"
    assert int(read(slow)) == process.pid
    slow.close()


def test_what_loaded_late_is_not_killed_over_the_picture_that_waited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FAKE_ENGINE_LOAD_S", "1.5")
    slow = ReaderPool(workers=1, waiting=1, engine=ENGINE)
    process = slow._readers[0]._process
    assert code(slow, "sleep2", seconds=3) == "ServiceUnavailable"
    assert int(read(slow)) == process.pid
    slow.close()


def test_an_engine_that_does_not_load_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAKE_ENGINE_BROKEN", "1")
    broken = ReaderPool(workers=1, waiting=1, engine=ENGINE)
    assert code(broken, "pid") == "InternalError"
    monkeypatch.delenv("FAKE_ENGINE_BROKEN")
    broken._readers[0]._process.join()
    assert read(broken)
    broken.close()


def test_a_stopped_reader_is_replaced_even_while_it_is_sent_to(pool: ReaderPool) -> None:
    os.kill(int(read(pool)), signal.SIGSTOP)
    with pytest.raises(Refusal):
        pool.read(picture() + b"\0" * 5_000_000, portrait=False, seconds=0.5)
    assert read(pool)


def test_a_reader_stopped_in_the_middle_of_a_picture_is_not_started_again(pool: ReaderPool) -> None:
    read(pool)
    told: list[str] = []
    busy = threading.Thread(target=lambda: told.append(code(pool, "sleep60", seconds=60)))
    busy.start()
    while not pool._idle.empty():
        time.sleep(0.005)
    pool.close()
    busy.join()
    assert told == ["ServiceUnavailable"]
    assert not pool._readers[0]._process.is_alive()
    assert code(pool, "pid") == "ServiceUnavailable"


def test_a_full_queue_is_told_at_once(pool: ReaderPool) -> None:
    read(pool)
    busy = [threading.Thread(target=_quietly, args=(pool,)) for _ in range(2)]
    for thread in busy:
        thread.start()
    _until_full(pool)
    assert code(pool, "pid") == "RequestLimitExceeded"
    for thread in busy:
        thread.join()
    assert read(pool)


def _quietly(pool: ReaderPool) -> None:
    with suppress(Refusal):
        read(pool, "sleep1.5")


def _until_full(pool: ReaderPool) -> None:
    ends = time.monotonic() + 20
    while pool._places._value and time.monotonic() < ends:
        time.sleep(0.005)


def test_who_waits_too_long_is_told(pool: ReaderPool) -> None:
    read(pool)
    busy = threading.Thread(target=_quietly, args=(pool,))
    busy.start()
    while not pool._idle.empty():
        time.sleep(0.005)
    assert code(pool, "pid", seconds=0.1) == "RequestLimitExceeded"
    busy.join()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("NotALicense", "FailedOperation.OcrFailed"),
        ("UndecodableImage", "InvalidParameter.EngineImageDecodeFailed"),
        ("ImageTooLarge", "InvalidParameter.EngineImageDecodeFailed"),
        ("OutOfTime", "FailedOperation.EngineRecognizeTimeout"),
        ("bug", "InternalError"),
    ],
)
def test_what_the_engine_says(pool: ReaderPool, word: str, expected: str) -> None:
    assert code(pool, word) == expected
