"""Values that the finder joined, and numbers that it took apart."""

import pytest

from review.recognizer.parse import dates, joined, numbers

from ..lines import line, page


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("무궁화아파트      739QA5", ["무궁화아파트", "739QA5"]),
        ("적성검사 기간 : 2028.01.01. ~ 2028.12.31. G3RLF6",
         ["적성검사 기간 : 2028.01.01. ~ 2028.12.31.", "G3RLF6"]),
        ("1종 특수(구난차) 면허번호", ["1종 특수(구난차)", "면허번호"]),
        ("1종 대형 2종 소형허번호", ["1종 대형 2종 소형", "허번호"]),
        ("1종 특수(구난차면허번호", ["1종 특수(구난차", "면허번호"]),
        ("면허번호 15-24-014113-40 발급일 2020.05.11",
         ["면허번호 15-24-014113-40", "발급일 2020.05.11"]),
        ("성명 이민옥 추민등록번호 671227-2979380", ["성명 이민옥", "추민등록번호 671227-2979380"]),
        ("성명 LI CARLOS주민등록번호940309-1986406",
         ["성명 LI CARLOS", "주민등록번호940309-1986406"]),
        ("도고배 630708-2979141", ["도고배", "630708-2979141"]),
        ("SATO WEI530423-6397776", ["SATO WEI", "530423-6397776"]),
        ("22-07-044219-402020.05.11", ["22-07-044219-40", "2020.05.11"]),
        ("두류동 100-28 금호아파트 KQ2Z7Y", ["두류동 100-28 금호아파트", "KQ2Z7Y"]),
    ],
)  # fmt: skip
def test_two_values_in_one_line_are_taken_apart(whole: str, parts: list[str]) -> None:
    first, second = joined.mended([line(whole, latin="")])
    assert [first.hangul.text.strip(), second.hangul.text.strip()] == parts
    assert first.right <= second.left


@pytest.mark.parametrize(
    "whole", ["739QA5", "경상남도 산청군 12345", "운전면허번호 12-20-000001-10"]
)
def test_other_lines_stay_whole(whole: str) -> None:
    assert joined.mended([made := line(whole)]) == [made]


def test_a_number_in_parts_is_one_line_again() -> None:
    parts = [line("25", x=260), line("-17-", x=310), line("049115", x=454), line("50", x=590)]
    (whole,) = joined.mended(parts)
    value = numbers.find_license_number(page(whole))
    assert value
    assert value.text == "25-17-049115-50"
    assert (whole.left, whole.right) == (parts[0].left, parts[-1].right)


def test_a_digit_that_two_boxes_share_is_read_once() -> None:
    first = line("21 - 12", x=90)
    second = line("2 - 078184 - 80", x=first.right - 18)
    (whole,) = joined.mended([first, second])
    value = numbers.find_license_number(page(whole))
    assert value
    assert value.text == "21-12-078184-80"


def test_numbers_in_two_columns_stay_apart() -> None:
    columns = [line("870412-2985506", x=100), line("12", x=700)]
    assert joined.mended(columns) == columns


def test_the_digits_of_classes_are_no_part_of_the_number_beside_them() -> None:
    classes = line("1종소형 2종보통", x=69, y=148, latin="12")
    number = line("광주 06-082342-80", x=classes.right + 20, y=152, latin="06-082342-80")
    card = page(*joined.mended([classes, number]))
    assert card.lines == [classes, number]
    value = numbers.find_license_number(card)
    assert value
    assert value.text == "광주 06-082342-80"


def test_a_class_left_of_a_number_is_no_code_of_a_region() -> None:
    number = line("06-082342-80", x=400, y=100)
    card = page(number, line("2종보통", x=300, y=100, latin="12"))
    assert numbers.find_license_number(card) is None


def test_a_date_in_parts_is_one_line_again() -> None:
    label = line("적성검사 기간 2033.", x=372, y=499, latin="320")
    first = line("01.  01.~", x=label.right + 4, y=497, latin="01. 01.~")
    year, month, day = (
        line(text, x=x, y=530) for text, x in (("2033.", 514), ("12.", 640), ("31.", 720))
    )
    lines = joined.mended([label, first, year, month, day])
    assert [each.hangul.text for each in lines] == [
        "적성검사 기간 2033. 01.  01.~",
        "2033. 12. 31.",
    ]
    assert [place.read[0].day.year for place in dates.find_places(page(*lines))] == [2033, 2033]


@pytest.mark.parametrize("x", [300, 900])
def test_what_stands_elsewhere_is_no_rest_of_a_date(x: int) -> None:
    apart = [line("2033. 12.", x=500, y=530), line("31.", x=x, y=530)]
    assert joined.mended(apart) == apart
