"""Text as rules look at it."""

import pytest

from review.quality import divisions, hangul, sex, text
from review.quality.card import plain_value


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("２종보통", "2종보통"),
        ("  a  b ", "a b"),
        ("\u1112\u1169\u11bc", "홍"),
        ("①", "1"),
        ("홍길동", "홍길동"),
        ("\u3000", ""),
    ],
)
def test_normal_form(raw, plain):
    assert text.normalize(raw) == plain
    assert text.normalize(plain) == plain


@pytest.mark.parametrize(
    ("name", "raw", "plain"),
    [
        ("Address", "-籍 주 소: 전북\u200b 전주", "전북 전주"),
        ("Name", "성명홍길동", "홍길동"),
        ("Name", "조건희", "조건희"),
        ("Name", "洪吉童", "洪吉童"),
        ("AptitudeTesDate", "적성검사 기간 01/01/2030~31/12/2030", "01/01/2030~31/12/2030"),
    ],
)
def test_values_are_cleaned_before_they_are_read(name, raw, plain):
    assert plain_value(name, raw) == plain


@pytest.mark.parametrize(
    ("value", "normal"),
    [("남", "남"), ("女", "여"), ("f", "여"), ("Male", "남"), ("未知", ""), ("", ""), (None, ""),
     ("万", None), (1, None)],
)  # fmt: skip
def test_sex_has_one_vocabulary(value, normal):
    assert sex.normalize(value) == normal


def test_distances():
    assert hangul.distance("전북", "전남") == 1
    assert hangul.jamo_distance("통", "동") == 1
    assert hangul.nearest("전복", ["전남", "전북", "경북"]) == ["전북", "전남"]
    assert not hangul.within_one("가" * 1000, "가" * 1000)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("전북 전주시", "전북"),
        ("서울시 종로구", "서울"),
        ("경기도수원시 팔달구", "경기도"),
        ("전남광주통합특별시 북구", "전남광주통합특별시"),
        ("부산광영시 사상구", ""),
        ("광주", "광주"),
        ("전주시 덕진구", ""),
    ],
)
def test_the_division_an_address_begins_with(address, name):
    assert divisions.leading(address) == name
