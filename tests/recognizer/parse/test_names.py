"""Names out of read lines."""

import numpy as np
import pytest

from review.recognizer.parse import names, numbers

from ..lines import line, page


def the(value) -> str:
    return value.text if value else ""


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


def test_the_second_line_of_a_labeled_latin_name_begins_below_the_name() -> None:
    first = line("성 명: SMITH HIROSHI BOWEN", y=240)
    made, anchors = card(first, line("CHUKWUEMEKA", x=first.left + 110, y=285))
    assert the(names.find_name(made, anchors)) == "SMITH HIROSHI BOWEN CHUKWUEMEKA"


@pytest.mark.parametrize("text", ["SPECIMEN", "운전면허증", "허증", "주 소", "견본"])
def test_words_of_the_card_are_no_name(text: str) -> None:
    made, anchors = card(line(text, y=150))
    assert names.find_name(made, anchors) is None


@pytest.mark.parametrize(
    "printed",
    [
        "성명 심룡옥 견",
        "충명 심룡옥",
        "심룡옥 본",
        "명 심룡옥",
        "성셍명 심룡옥",
        "심룡옥  기",
        "성명: 심룡옥LN",
        "성명 심룡옥:N",
        "셤명 심룡옥 L",
    ],
)
def test_neither_a_mark_nor_a_misread_label_is_part_of_the_name(printed: str) -> None:
    made, anchors = card(line(printed, y=150, latin=""))
    assert the(names.find_name(made, anchors)) == "심룡옥"


def test_a_speck_between_latin_words_is_left_out() -> None:
    made, anchors = card(line("SANTOS ' BAYARMAA DMITRI", y=240))
    assert the(names.find_name(made, anchors)) == "SANTOS BAYARMAA DMITRI"


def test_a_double_surname_may_stand_apart() -> None:
    made, anchors = card(line("남궁 민", y=150, latin=""))
    assert the(names.find_name(made, anchors)) == "남궁민"


@pytest.mark.parametrize(
    ("seen", "name"), [("심룡옥딘", "심룡옥"), ("심대 겨", "심대"), ("남궁 민", "남궁민")]
)
def test_a_faint_syllable_behind_a_whole_name_is_left_out_and_told(seen: str, name: str) -> None:
    printed = line(seen, y=150, latin="")
    printed.hangul.scores[-1] = 0.1
    made, anchors = card(printed)
    value = names.find_name(made, anchors)
    assert value
    assert value.text == name
    assert value.confidence < 0.9
    assert (value.repair is not None) == (seen.replace(" ", "") != name)
    assert value.repair is None or value.repair.raw == seen


def test_what_stands_left_of_the_numbers_is_no_part_of_the_name() -> None:
    made, anchors = card(line("도심룡옥", x=376, y=150, latin=""))
    assert the(names.find_name(made, anchors)) == "심룡옥"


def test_a_name_much_like_a_label_is_a_name() -> None:
    made, anchors = card(line("조권해", y=150, latin=""))
    assert the(names.find_name(made, anchors)) == "조권해"


def test_a_faint_sign_before_a_whole_name_is_left_out() -> None:
    printed = line("기심룡옥", y=150, latin="")
    printed.hangul.scores[0] = 0.3
    made, anchors = card(printed)
    assert the(names.find_name(made, anchors)) == "심룡옥"


def test_letters_of_a_serial_are_no_name() -> None:
    made, anchors = card(line("T9MMBA", y=150))
    assert names.find_name(made, anchors) is None


def test_a_label_with_a_mark_far_behind_it_is_alone() -> None:
    label, mark = line("성 명", x=60), line("MEN", x=900)
    assert names.is_lone_label(page(label, mark), label)


def test_the_darker_part_of_a_misread_title_is_no_name() -> None:
    made, anchors = card(title := line("우저며허즉", y=150, latin=""))
    title.picture = np.full((48, 300, 3), 240, np.uint8)
    for index, shade in enumerate([180, 20, 25, 30, 180]):
        title.picture[8:40, 60 * index + 20 : 60 * index + 40] = shade
    assert names.find_name(made, anchors) is None
