"""The vocabulary of license classes, its spellings and its nearest entries."""

import pytest

from review.quality import license_class


def test_the_vocabulary_is_what_a_card_can_show():
    assert license_class.VOCABULARY == (
        "1종대형", "1종보통", "1종소형", "1종특수", "1종특수(대형견인차)", "1종특수(구난차)",
        "1종특수(소형견인차)", "2종보통", "2종소형", "2종원동기장치자전거",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("제1종 대형", "1종대형"),
        ("원동기장치자전거", "2종원동기장치자전거"),
        ("1종특수(트레일러)", "1종특수(대형견인차)"),
        ("대형견인", "1종특수(대형견인차)"),
        ("1종보통/2종소형", "1종보통 2종소형"),
        ("1종특수", "1종특수"),
        ("2종보동", ""),
        ("", ""),
    ],
)
def test_spellings_have_one_normal_form(text, normal):
    assert license_class.parse(text).normal == normal


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2종보동", "2종보통"),
        ("Z종보통", "2종보통"),
        ("1중대헝", "1종대형"),
        ("2종원동기장치자전서", "2종원동기장치자전거"),
        ("1종특수(구난자)", "1종특수(구난차)"),
    ],
)
def test_the_nearest_entry_is_proposed(text, first):
    assert license_class.corrections(text)[0] == first


@pytest.mark.parametrize("text", ["3종보통", "종보통", "면허", "가" * 500, "홍길동"])
def test_nothing_is_proposed_where_it_is_open(text):
    assert license_class.corrections(text) == ()
