"""The limits of time and work of one picture."""

import pytest

from review import recognizer, specimens
from review.recognizer import budget, reader, sheet
from review.recognizer.budget import LOOK_WORK, READING_WORK, WORK, Budget
from review.recognizer.decode import decode
from review.recognizer.lines import read_lines
from review.recognizer.parse.page import Piece, Value
from review.recognizer.second_opinion import NOT_SURE, weigh

from .lines import line


@pytest.fixture
def over(monkeypatch):
    """Return a budget whose time is over."""
    monkeypatch.setattr(budget, "SECONDS", 0.0)
    return Budget()


def test_a_license_that_takes_too_long_is_an_error_of_its_own(over):
    with pytest.raises(recognizer.OutOfTime):
        recognizer.read(specimens.draw(1).picture)


def test_time_over_after_a_view_is_the_end_of_the_views_only(monkeypatch):
    """Boxes found in the first view are kept, and what it refused stays refused."""
    pixels, _ = decode(specimens.draw(0, level="phone").picture, reader.LONGEST)
    left = Budget()
    views = sheet.looks(pixels, left)
    next(views)
    monkeypatch.setattr(left, "_ends", 0.0)
    assert list(views) == []


def test_no_line_is_read_once_the_time_is_over(over):
    with pytest.raises(recognizer.OutOfTime):
        read_lines([line("870412-2985506")], over)


def test_no_second_opinion_once_the_time_is_over(over):
    made = line("남궁민수")
    value = Value("남궁민수", 0.99, [Piece(made)])
    weigh(value, over)
    assert value.confidence == NOT_SURE


def test_looks_end_while_enough_is_left_to_read_what_was_found():
    left = Budget()
    looks = 0
    while left.allows_a_look:
        left.spend(LOOK_WORK)
        looks += 1
    assert WORK - looks * LOOK_WORK >= READING_WORK
    assert looks >= 3


def test_lines_read_count_as_work(monkeypatch):
    monkeypatch.setattr(budget, "WORK", LOOK_WORK + READING_WORK)
    left = Budget()
    assert left.allows_a_look
    read_lines([line("1종보통")], left)
    assert not left.allows_a_look


@pytest.mark.parametrize("seed", range(3))
def test_what_is_no_license_is_looked_at_a_few_times_only(monkeypatch, seed):
    calls = []
    find_lines = sheet.find_lines
    monkeypatch.setattr(sheet, "find_lines", lambda *a: calls.append(a) or find_lines(*a))
    pixels, _ = decode(specimens.draw(seed, level="other").picture, reader.LONGEST)
    for view in sheet.looks(pixels, Budget()):
        with pytest.raises(recognizer.NotALicense):
            reader.parse(view)
    assert len(calls) <= 4
