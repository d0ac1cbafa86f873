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


def test_the_reader_that_saw_a_serial_counts_though_never_as_sure() -> None:
    value = serial.find_serial(page(line("LQXXUH", latin="[QXXUH")))
    assert value
    assert (value.text, value.confidence <= serial.NOT_SURE) == ("LQXXUH", True)
