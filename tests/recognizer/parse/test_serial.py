"""Serials out of read lines."""

import pytest

from review.recognizer.parse import serial

from ..lines import line, page


def the(value) -> str:
    return value.text if value else ""


@pytest.mark.parametrize("printed", ["7043EX", "5G26L", "EGLPKT"])
def test_serial(printed: str) -> None:
    assert the(serial.find_serial(page(line(printed)))) == printed


@pytest.mark.parametrize("text", ["SPECIMEN", "2024", "1종보통", "7043EX12"])
def test_what_is_no_serial_is_not_taken(text: str) -> None:
    assert serial.find_serial(page(line(text))) is None


def test_ambiguous_signs_are_never_sure() -> None:
    value = serial.find_serial(page(line("70O3EX")))
    assert value
    assert value.confidence < 0.9


def test_a_serial_at_the_end_of_another_line_is_split_off() -> None:
    joined = line("무궁화아파트      739QA5", latin="")
    first, second = serial.split_off([joined])
    assert (first.hangul.text.strip(), second.hangul.text) == ("무궁화아파트", "739QA5")
    assert first.right <= second.left


@pytest.mark.parametrize("whole", ["739QA5", "경상남도 산청군 12345", "면허번호"])
def test_other_lines_stay_whole(whole: str) -> None:
    assert serial.split_off([made := line(whole)]) == [made]
