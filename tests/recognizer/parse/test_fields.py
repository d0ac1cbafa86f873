"""Classes, names, addresses and serials out of read lines."""

import pytest

from review.recognizer.parse import address, classes, names, numbers, serial

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
    ],
)
def test_classes(printed: str, expected: str) -> None:
    assert the(classes.find_classes(page(line(printed)))) == expected


def test_classes_on_several_lines_keep_their_order() -> None:
    made = page(line("1종대형", y=100), line("1종특수(구난차)", y=148), line("2종소형", y=196))
    assert the(classes.find_classes(made)) == "1종대형 1종특수(구난차) 2종소형"


@pytest.mark.parametrize("text", ["홍길동", "자동변속기", "서울특별시", "2024.01.01."])
def test_what_is_no_class_is_not_taken(text: str) -> None:
    assert classes.find_classes(page(line(text))) is None


def card(*lines):
    """Return a page with the two numbers, which anchor the name, and ``lines``."""
    made = page(line("12-23-020395-30", y=100), line("870412-2985506", y=200), *lines)
    anchors = [numbers.find_resident_number(made), numbers.find_license_number(made)]
    made.take(*anchors)
    return made, anchors


@pytest.mark.parametrize("printed", ["심룡옥", "성 명 심룡옥", "성명 : 심룡옥", "심 룡 옥"])
def test_hangul_name(printed: str) -> None:
    made, anchors = card(line(printed, y=150, latin=""))
    assert the(names.find_name(made, anchors)) == "심룡옥"


def test_name_in_the_row_of_its_label() -> None:
    made, anchors = card(
        line("성 명", x=300, y=150, latin=""),
        line("남궁민수", x=420, y=150, latin=""),
        line("조건 안경", y=500, latin=""),
    )
    assert the(names.find_name(made, anchors)) == "남궁민수"


def test_latin_name_over_two_lines() -> None:
    made, anchors = card(line("CHRISTOPHER ALEXANDER", y=240), line("BATBAYAR", y=285))
    assert the(names.find_name(made, anchors)) == "CHRISTOPHER ALEXANDER BATBAYAR"


@pytest.mark.parametrize("text", ["SPECIMEN", "운전면허증", "주 소", "견본"])
def test_words_of_the_card_are_no_name(text: str) -> None:
    made, anchors = card(line(text, y=150))
    assert names.find_name(made, anchors) is None


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


def test_digits_come_from_the_surer_reader() -> None:
    made = line("울산 북구 구월동 27-47", latin="            277-47")
    made.hangul.scores = [0.5] * len(made.hangul.text)
    assert the(address.find_address(page(made))) == "울산 북구 구월동 277-47"


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
