"""Addresses out of read lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.recognizer.chances import Chances
from review.recognizer.parse import address, divisions

from ..lines import line, page
from ..lines import text as reading


def test_address_over_two_lines_without_its_label() -> None:
    made = page(
        line("주 소 경상북도 울릉군 퇴계리 530 삼성아파트", y=300),
        line("107동 1395호", y=345),
        line("갱신기간 : 2015.04.04~", y=400),
    )
    assert the(address.find_address(made)) == "경상북도 울릉군 퇴계리 530 삼성아파트 107동 1395호"


def test_address_without_any_label() -> None:
    made = page(line("세종특별자치시 등대로 150, 117동 1401호", y=300), line("인천경찰청장", y=600))
    assert the(address.find_address(made)).startswith("세종특별자치시 등대로 150")


def test_division_misread_by_a_letter_is_set_right() -> None:
    assert the(address.find_address(page(line("층청북도 증평군 한빛길 179")))).startswith(
        "충청북도"
    )


def test_an_agency_is_no_address() -> None:
    assert address.find_address(page(line("전북지방경찰청장"))) is None


def address_of(*lines):
    return the(address.find_address(page(*lines)))


@pytest.mark.parametrize(
    "below",
    ["종 경 Z", "025. 01. 01.~", "조경 안경착용", "L"],
    ids=["conditions", "period", "glasses", "a letter"],
)
def test_rows_below_that_are_no_address_are_left_out(below: str) -> None:
    first = line("서울특별시 용산구 충무동 303-70", y=300, latin="")
    assert address_of(first, line(below, y=350, latin="")) == "서울특별시 용산구 충무동 303-70"


def test_a_label_beside_a_date_is_no_address() -> None:
    first = line("서울특별시 용산구 충무동 303-70", y=300, latin="")
    row = (line("젹선검샤", y=350, latin=""), line("2025. 01. 01.~", x=700, y=350, latin=""))
    assert address_of(first, *row) == "서울특별시 용산구 충무동 303-70"


def test_a_row_that_was_found_in_two_parts_is_joined() -> None:
    first = line("전북특별자치도 군산시", y=300, latin="")
    rest = line("뚝섬로 296-48", x=float(first.right) + 30, y=300, latin="")
    assert address_of(first, rest) == "전북특별자치도 군산시 뚝섬로 296-48"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("대강원특별자치도 철원군 매화로 182", "강원특별자치도 철원군 매화로 182"),
        ("부산 동구 복현대로 949 (문화동 벽산빌라)", "부산 동구 복현대로 949 (문화동, 벽산빌라)"),
        ("경북 영양군 계림로 330 566호", "경북 영양군 계림로 330, 566호"),
        ("대구광역시 동구 문화리 640 130동 2321호 N", "대구광역시 동구 문화리 640 130동 2321호"),
    ],
)  # fmt: skip
def test_what_cannot_belong_to_an_address_is_set_right(printed: str, expected: str) -> None:
    assert address_of(line(printed, y=300, latin="")) == expected


def the(value) -> str:
    return value.text if value else ""


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("구 소: 전남 신안군 서문읍 공릉2동 380", "전남 신안군 서문읍 공릉2동 380"),
        ("도 주소 울산 동구 세종리 68-11", "울산 동구 세종리 68-11"),
        ("주4: 울산광역시 북구 이태로 817", "울산광역시 북구 이태로 817"),
    ],
)
def test_a_misread_label_is_no_part_of_the_address(printed: str, expected: str) -> None:
    assert address_of(line(printed, y=300, latin="")) == expected


def test_a_stray_sign_before_a_flat_s_number_is_left_out() -> None:
    first = line("전북특별자치도 임실군 등대동 12 대림아파트 101동", y=100, latin="")
    assert address_of(first, line("C 1321호", y=150, latin="")).endswith("101동 1321호")


def test_no_line_begins_with_a_comma() -> None:
    first = line("전라남도 담양군 향교면 봉은1가 118 벽산맨션 127동", y=100, latin="")
    assert address_of(first, line(", 1646호", y=150, latin="")).endswith("127동 1646호")


def test_a_comma_at_the_end_of_a_line_stays() -> None:
    first = line("경기도 파주시 한빛로 12 (응봉동,", y=300, latin="")
    assert address_of(first, line("한신아파트)", y=345, latin="")) == (
        "경기도 파주시 한빛로 12 (응봉동, 한신아파트)"
    )


def test_a_comma_lost_at_the_end_of_a_line_is_put_back() -> None:
    first = line("경기도 파주시 한빛로 12 (응봉동", y=300, latin="")
    assert address_of(first, line("한신아파트)", y=345, latin="")) == (
        "경기도 파주시 한빛로 12 (응봉동, 한신아파트)"
    )


def test_a_short_division_goes_before_a_misread_long_one() -> None:
    assert address_of(line("경기동두천시 한빛로 12", y=300, latin="")) == "경기 동두천시 한빛로 12"


def test_a_district_without_its_first_syllable_is_not_turned_into_another() -> None:
    assert "부천" not in address_of(line("경기 두천시 한빛로 12", y=300, latin=""))


@pytest.mark.parametrize("stray", [" 0", "호"])
def test_a_stray_sign_behind_the_end_is_left_out(stray: str) -> None:
    end = "(여울동)" if stray == "호" else "107동 139호"
    whole = f"울산광역시 동구 충무로 208, {end}"
    assert address_of(line(whole + stray, y=300, latin="")) == whole


@pytest.mark.parametrize("below", ["조 면: 겪동변속기", "록명 2", "조건 자동변숙기"])
def test_a_misread_row_of_conditions_is_left_out(below: str) -> None:
    misread = line(below, y=350, latin="")
    misread.hangul.scores[0] = 0.2
    first = line("서울특별시 용산구 충무동 303-70", y=300, latin="")
    assert address_of(first, misread) == "서울특별시 용산구 충무동 303-70"


def test_a_faint_lone_sign_at_the_end_of_a_row_is_left_out() -> None:
    first = line("인천 미추홀구 푸른1가 118-6 주공빌라 4", y=300, latin="")
    first.hangul.scores[-1] = 0.43
    below = line("117동 1987호", y=345, latin="")
    assert address_of(first, below) == "인천 미추홀구 푸른1가 118-6 주공빌라 117동 1987호"


def test_a_faint_sign_after_a_bracket_that_never_closes_is_left_out() -> None:
    first = line("제주도 제주시 숭인동 76 (길", y=300, latin="")
    first.hangul.scores[-1] = 0.12
    assert address_of(first) == "제주도 제주시 숭인동 76"


def test_a_large_mark_beside_the_address_is_no_part_of_it() -> None:
    printed = line("충북 진천군 서문읍 햇살로 204-47", y=150)
    mark = line("3빈", x=printed.right + 40, y=130, height=80)
    assert the(address.find_address(page(printed, mark))) == "충북 진천군 서문읍 햇살로 204-47"


def test_two_numbers_side_by_side_may_lack_their_dash() -> None:
    for printed, sure in (
        ("강변로 925 16", False),
        ("강변로 925-16", True),
        ("강변로 9, 16호", True),
    ):
        value = address.find_address(page(line(f"주소 대구직할시 달성군 {printed}")))
        assert value
        assert (value.confidence > 0.9) is sure


@given(st.text("서울특별시 경기도전북자치12-", min_size=1, max_size=12))
def test_a_division_cut_short_anywhere_is_borne(seen: str) -> None:
    divisions.corrected(seen)
    divisions.with_places(reading(seen), Chances([{0: -0.1}] * 20))
