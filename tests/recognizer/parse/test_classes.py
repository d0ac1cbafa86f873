"""License classes out of read lines."""

import pytest

from review.recognizer.parse import classes, numbers

from ..lines import line, page


def the(value) -> str:
    return value.text if value else ""


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1종보통", "1종보통"),
        ("1종 대형", "1종대형"),
        ("l종보통", "1종보통"),
        ("1종보통 2종소형", "1종보통 2종소형"),
        ("1종 특수(대형견인차)", "1종특수(대형견인차)"),
        ("1종특수(레커)", "1종특수(레커)"),
        ("2종원동기장치자전거", "2종원동기장치자전거"),
        ("제1종보통", "제1종보통"),
        ("2종보동", "2종보통"),
        ("1종특수())", "1종특수"),
    ],
)
def test_classes(printed: str, expected: str) -> None:
    assert the(classes.find_classes(page(line(printed)))) == expected


def test_classes_on_several_lines_keep_their_order() -> None:
    made = page(line("1종대형", y=100), line("1종특수(구난차)", y=148), line("2종소형", y=196))
    assert the(classes.find_classes(made)) == "1종대형 1종특수(구난차) 2종소형"


def test_classes_of_close_rows_are_read_from_top_to_bottom() -> None:
    made = page(line("1종 보통", x=402, y=100, height=46), line("2종소형", x=400, y=126, height=46))
    assert the(classes.find_classes(made)) == "1종보통 2종소형"


@pytest.mark.parametrize("text", ["홍길동", "자동변속기", "서울특별시", "2024.01.01."])
def test_what_is_no_class_is_not_taken(text: str) -> None:
    assert classes.find_classes(page(line(text))) is None


def test_a_class_in_one_line_with_the_license_number_is_not_lost() -> None:
    first, second = line("1종소형", y=40), line("1종특수(트레일러서울 94-066064-90", y=70)
    card = page(first, second)
    card.take(numbers.find_license_number(card))
    found = classes.find_classes(card)
    assert the(found) == "1종소형 1종특수(트레일러)"
    assert found.repair.raw == "1종소형 1종특수(트레일러"


def test_a_class_before_a_number_that_was_not_made_out_is_not_lost() -> None:
    made = page(line("1종소형", y=40), line("1종특수(트레일레률북 84-078323-83", y=70))
    assert the(classes.find_classes(made)) == "1종소형 1종특수(트레일러)"
