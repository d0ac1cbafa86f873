"""What a record costs in key presses: measured at a real desk, held to the numbers promised."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from review.bench import effort


@pytest.fixture(scope="module")
def walk():
    # Playwright runs once in a thread, and in this one it may run for the browser tests.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(effort.measured, 2).result()


def test_a_clean_record_takes_two_keys_with_the_numbers_revealed(walk):
    assert walk.clean.keys <= 2
    assert walk.clean.characters == 0


def test_two_suggested_corrections_take_eight_keys_at_most(walk):
    assert walk.suggested.keys <= 8
    assert walk.suggested.characters == 0


def test_a_record_typed_anew_takes_its_characters_and_one_key_a_field(walk):
    submit = 1
    assert walk.retyped.fields == 8
    assert walk.retyped.keys == walk.retyped.fields + submit


def test_the_table_tells_all_of_it(walk):
    said = effort.table(walk)

    assert "two suggested corrections" in said
    assert "p50" in said


def test_what_comes_next_is_measured_at_more_than_one_record(walk):
    # A reveal that loads the page anew would throw away what was fetched ahead, and the samples.
    assert len(walk.next_ms) > 1
