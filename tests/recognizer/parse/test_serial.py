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


def test_what_both_readers_saw_goes_before_what_one_did() -> None:
    """On a printed sheet below the card something like a serial stands as well."""
    sheet = line("83801", latin="vn83891", y=700)
    sheet.hangul.scores = [0.68] * 5
    assert the(serial.find_serial(page(line("BXUQW", y=600), sheet))) == "BXUQW"


def test_a_serial_behind_another_fields_value_is_none_of_it() -> None:
    row = [line("조건", x=60, y=600), line("안경착용", x=200, y=600)]
    sheet = line("0V23K", latin="av23 k", y=900)
    sheet.hangul.scores = [0.14] * 5
    assert the(serial.find_serial(page(*row, line("JCNDMR", x=900, y=600), sheet))) == "JCNDMR"
