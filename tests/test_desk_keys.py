"""Which keys there are, how people write them, and that no two acts share one."""

import pytest

from review.desk_keys import DEFAULTS, cap_of, code_of, twice_given


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("j", "KeyJ"), ("J", "KeyJ"), ("7", "Digit7"), ("[", "BracketLeft"), ("?", "Slash"),
        ("Enter", "Enter"), ("Ctrl+Enter", "Ctrl+Enter"), ("shift  enter", "Shift+Enter"),
        ("Ctrl ⏎", "Ctrl+Enter"),
    ],
)  # fmt: skip
def test_a_key_is_known_as_people_write_it(written, code):
    assert code_of(written) == code


@pytest.mark.parametrize("written", ["Tab", "Esc", "Ctrl+J", "ㅓ", "jj", "F5"])
def test_what_browsers_and_readers_need_is_no_key_to_choose(written):
    assert code_of(written) is None


def test_every_default_can_be_written_and_read_back():
    assert {name: code_of(cap_of(code)) for name, code in DEFAULTS.items()} == DEFAULTS


def test_the_defaults_share_no_key_on_a_page():
    assert twice_given(DEFAULTS) == []


def test_one_key_for_two_acts_is_told_with_both():
    pairs = twice_given(DEFAULTS | {"skip": "KeyJ"})

    assert [(first.name, second.name) for first, second in pairs] == [("next-doubt", "skip")]
