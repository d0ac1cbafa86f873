"""Resident and license numbers out of read lines."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.recognizer.parse import numbers

from ..lines import line, page


def test_resident_number_is_found_behind_its_label() -> None:
    value = numbers.find_resident_number(page(line("주민번호 870713-5260590")))
    assert value
    assert value.text == "870713-5260590"
    assert value.confidence > 0.95


def test_box_leaves_the_label_out() -> None:
    value = numbers.find_resident_number(page(line("주민번호 870713-5260590")))
    assert value
    assert value.pieces[0].start == pytest.approx(5 / 19)


@pytest.mark.parametrize(
    "text", ["871313-5260590", "870713-526059", "0966 8903 5198 9489", "홍길동"]
)
def test_what_is_no_resident_number_is_not_taken(text: str) -> None:
    assert numbers.find_resident_number(page(line(text))) is None


def test_an_address_whose_numbers_run_together_is_no_resident_number() -> None:
    printed = "광주 북구 상무로120길 129, 130동 1354호"
    assert numbers.find_resident_number(page(line(printed, latin="120129,1301354"))) is None


def test_a_syllable_hardly_seen_among_the_digits_is_none() -> None:
    row = line("870713-이260590", latin="870713-5260590")
    row.hangul.scores = [0.4] * len(row.hangul.text)
    value = numbers.find_resident_number(page(row))
    assert value
    assert value.text == "870713-5260590"


def test_letters_for_digits_are_repaired_with_low_confidence() -> None:
    value = numbers.find_resident_number(page(line("87O713-526O590")))
    assert value
    assert value.text == "870713-5260590"
    assert value.confidence < 0.9


def test_readers_that_disagree_are_less_sure() -> None:
    value = numbers.find_resident_number(page(line("870713-5260591", latin="870713-5260590")))
    assert value
    assert value.text == "870713-5260590"
    assert value.confidence < 0.9


@pytest.mark.parametrize(
    "printed",
    ["17-11-006760-90", "17 - 11 - 006760 - 90", "17–11–006760–90", "면허번호 17-11-006760-90"],
)
def test_license_number_with_a_region_code(printed: str) -> None:
    value = numbers.find_license_number(page(line(printed)))
    assert value
    assert value.text == "17-11-006760-90"


@pytest.mark.parametrize("printed", ["전북 11-006760-90", "면허번호 전북 11-006760-90"])
def test_license_number_with_a_region_name(printed: str) -> None:
    value = numbers.find_license_number(
        page(line(printed, latin="11-006760-90".rjust(len(printed))))
    )
    assert value
    assert value.text == "전북 11-006760-90"


def test_region_name_in_a_box_of_its_own() -> None:
    value = numbers.find_license_number(
        page(line("경기북부", x=300, y=100), line("11-006760-90", x=400, y=100))
    )
    assert value
    assert value.text == "경기북부 11-006760-90"


@pytest.mark.parametrize(
    "text", ["27-11-006760-90", "2024.01.01.~2024.12.31.", "0966-8903-5198-9489"]
)
def test_what_is_no_license_number_is_not_taken(text: str) -> None:
    assert numbers.find_license_number(page(line(text))) is None


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.booleans())
def test_birth_date_follows_the_seventh_digit(born: datetime.date, foreign: bool) -> None:
    generation = (1 if born.year < 2000 else 3) + 4 * foreign
    assert numbers.birth_date(f"{born:%y%m%d}-{generation}000000") == born


def test_check_digit_of_citizens_and_foreigners() -> None:
    assert numbers.check_digit_holds("870713-5260590")
    assert numbers.check_digit_holds("870713-5260598")
    assert numbers.check_digit_holds("900101-1234568")
    assert not numbers.check_digit_holds("900101-1234567")


def test_an_address_whose_numbers_run_together_is_no_license_number() -> None:
    made = page(line("세종 백제1가 613-44 햇살아파트 111동 1909호", latin="1613-44111190"))
    assert numbers.find_license_number(made) is None


def test_license_number_in_one_line_with_the_whole_title() -> None:
    made = page(line("대한민국 자동차운전면허증 제 11-23-020395-30 호", latin="11-23-020395-30"))
    found = numbers.find_license_number(made)
    assert found
    assert found.text == "11-23-020395-30"


def test_a_regions_name_goes_before_the_digits_that_it_was_read_as() -> None:
    """A code stands apart from the year: 경기 is 17 to the Latin reader, and a code as well."""
    made = page(line("경기 91-007322-01", latin="1791-007322-01"))
    assert numbers.find_license_number(made).text == "경기 91-007322-01"
    lost = page(line("1791-007322-01"))
    assert numbers.find_license_number(lost).text == "17-91-007322-01"


@pytest.mark.parametrize("dash", ["‐", "–", "―", "·", "•", " ", " - "])
def test_license_number_with_any_dash(dash: str) -> None:
    found = numbers.find_license_number(page(line(dash.join(("11", "23", "020395", "30")))))
    assert found
    assert found.text == "11-23-020395-30"


def test_region_code_in_a_box_of_its_own() -> None:
    made = page(
        line("제 18", x=300, latin="18"), line("- 02- 050370- 50", x=440, latin="-02-050370-50")
    )
    found = numbers.find_license_number(made)
    assert found
    assert found.text == "18-02-050370-50"


def test_region_name_behind_a_misread_label() -> None:
    made = page(line("북 대전 78 062965 50", latin="7806296550"))
    found = numbers.find_license_number(made)
    assert found
    assert found.text == "대전 78-062965-50"


@pytest.mark.parametrize(
    ("printed", "lacks"),
    [
        ("80926-2985506", True),
        ("800926-298556", True),
        ("15-12-05015-81", True),
        ("서울 84-05015-81", True),
        ("800926-2985506", False),
        ("15-12-050150-81", False),
        ("2022.11.26.", False),
        ("강원 철원군 팔공 61-24", False),
    ],
)
def test_a_number_that_lost_a_digit_is_known_as_such(printed: str, lacks: bool) -> None:
    assert numbers.lacks_digit(line(printed)) is lacks


def test_a_garbled_period_is_no_license_number() -> None:
    garbled = line("갱신 기간 209. 10. 17 ~2010. 04. 16.", latin="19 18 200910.17 -2010.04.16")
    assert numbers.find_license_number(page(garbled)) is None
    number = line("경기북부 96-088093-72", y=200)
    value = numbers.find_license_number(page(garbled, number))
    assert value
    assert value.text == "경기북부 96-088093-72"


def test_digits_in_a_row_beside_the_card_go_after_a_number_with_its_region() -> None:
    beside = line("185720076227V4", y=600)
    value = numbers.find_license_number(page(beside, line("제주 84-034171-51", y=200)))
    assert value
    assert value.text == "제주 84-034171-51"
    alone = numbers.find_license_number(page(line("185720076227", y=600)))
    assert alone
    assert alone.text == "18-57-200762-27"
