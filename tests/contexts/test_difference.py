"""The difference of two values: nothing is lost, nothing is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.contexts.difference import pieces_after, pieces_before, pieces_merged

VALUES = st.text(alphabet="1종2보동통 가나.-", max_size=20)


def joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def told(pieces):
    return [(piece.kind, piece.text) for piece in pieces]


@given(VALUES, VALUES)
def test_each_side_is_spelled_out_in_full(before, after):
    assert joined(pieces_before(before, after), "kept", "gone") == before
    assert joined(pieces_after(before, after), "kept", "new") == after
    merged = pieces_merged(before, after)
    assert joined(merged, "kept", "gone") == before
    assert joined(merged, "kept", "new") == after


@given(VALUES)
def test_equal_values_have_no_difference(value):
    assert {piece.kind for piece in pieces_merged(value, value)} <= {"kept"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("2종보동", "2종보통", [("kept", "2종보"), ("gone", "동"), ("new", "통")]),
        ("주 소 전북", "전북", [("gone", "주 소 "), ("kept", "전북")]),
        ("", "남", [("new", "남")]),
        ("1983.09", "1963.09", [("kept", "19"), ("gone", "8"), ("new", "6"), ("kept", "3.09")]),
    ],
)
def test_what_changed_stands_where_it_changed(before, after, expected):
    assert told(pieces_merged(before, after)) == expected
