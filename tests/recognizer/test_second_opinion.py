"""Two readers that agree are surer than one; one that is contradicted is not sure."""

import pytest

from review.recognizer import second_opinion
from review.recognizer.budget import Budget
from review.recognizer.lines import Text
from review.recognizer.parse.page import Piece, Value
from review.recognizer.reading import BESIDE, Repair
from review.recognizer.second_opinion import ASKED_FROM, NOT_SURE, weigh

from .lines import line


@pytest.mark.parametrize(
    ("other", "before", "after"),
    [
        ("노린별", 0.9, 0.95),
        ("노 린 별.", 0.9, 0.95),
        ("노린벌", 0.99, NOT_SURE),
        ("", 0.99, NOT_SURE),
        ("노린별", ASKED_FROM - 0.1, ASKED_FROM - 0.1),
    ],
)
def test_what_a_second_reading_changes(monkeypatch, other, before, after) -> None:
    monkeypatch.setattr(second_opinion, "read_hangul", lambda *_: Text(other))
    value = Value("노린별", before, [Piece(line("노린별"))])
    weigh(value, Budget())
    assert value.confidence == pytest.approx(after)


@pytest.mark.parametrize(
    ("other", "sure"), [("등대동 378-7", True), ("등대동 378 - 7", True), ("등대동 3787", False)]
)
def test_a_dash_that_one_reader_missed_is_no_agreement(monkeypatch, other, sure) -> None:
    monkeypatch.setattr(second_opinion, "read_hangul", lambda *_: Text(other))
    value = Value("등대동 378-7", 0.95, [Piece(line("등대동 378-7"))])
    weigh(value, Budget())
    assert (value.confidence > NOT_SURE) == sure


def test_what_is_left_of_a_line_is_never_sure(monkeypatch) -> None:
    monkeypatch.setattr(second_opinion, "read_hangul", lambda *_: Text("저며허"))
    value = Value("저며허", 0.95, [Piece(line("저며허"))], Repair("우저며허즉", BESIDE))
    weigh(value, Budget())
    assert value.confidence == NOT_SURE


@pytest.mark.parametrize(
    ("read", "other", "name", "sure"),
    [
        ("KUMAR DMITRI", "KUMAR DMITRI", "KUMAR DMITRI", True),
        ("KUMARDMITRI", "KUMAR DMITRI", "KUMAR DMITRI", False),
        ("KUMAR DMITRI", "KUMARDMITRI", "KUMAR DMITRI", False),
        ("LI DORJTHI", "LI DORJ THI", "LI DORJ THI", False),
        ("KUMARDMITRI", "KUMARDMITRI", "KUMARDMITRI", False),
    ],
)
def test_blanks_in_a_latin_name_are_sure_where_both_saw_them(
    monkeypatch, read, other, name, sure
) -> None:
    monkeypatch.setattr(second_opinion, "read_hangul", lambda *_: Text(other))
    value = Value(read, 0.95, [Piece(line(read))])
    weigh(value, Budget())
    assert (value.text, value.confidence > NOT_SURE) == (name, sure)
