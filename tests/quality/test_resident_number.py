"""Resident numbers: what follows from their digits, and repairs."""

from datetime import date

import pytest

from review.quality import resident_number


@pytest.mark.parametrize(
    ("text", "born", "sex", "citizen", "checksum"),
    [
        ("870713-5260590", date(1987, 7, 13), "남", False, True),
        ("870713-5260598", date(1987, 7, 13), "남", False, True),
        ("870713-5260591", date(1987, 7, 13), "남", False, False),
        ("900101-1234568", date(1990, 1, 1), "남", True, True),
        ("900101-1234567", date(1990, 1, 1), "남", True, False),
        ("201005-4234567", date(2020, 10, 5), "여", True, None),
        ("870713-6******", date(1987, 7, 13), "여", False, None),
        ("870713-*******", None, "", False, None),
        ("870732-1234567", None, "남", True, None),
        ("000101-0234567", date(1800, 1, 1), "여", True, False),
    ],
)
def test_digits_tell(text, born, sex, citizen, checksum):
    number = resident_number.parse(text)
    assert (number.born, number.sex, number.citizen) == (born, sex, citizen)
    assert number.checksum is checksum


@pytest.mark.parametrize("text", ["", "870713-526059", "870713-5*****", "87071a-5260590"])
def test_other_forms_are_no_number(text):
    assert resident_number.parse(text) is None


def test_repairs_fit_birth_date_check_digit_and_sex():
    number = resident_number.parse("900101-1234567")
    found = resident_number.repairs(number, date(1990, 1, 1))
    assert len(found) == 3
    for text in found:
        repaired = resident_number.parse(text)
        assert repaired.checksum
        assert repaired.born == date(1990, 1, 1)
        assert sum(a != b for a, b in zip(text, str(number), strict=True)) == 1
    women = resident_number.repairs(number, date(1990, 1, 1), "여")
    assert all(text[7] == "2" for text in women)


def test_no_repair_two_digits_away():
    number = resident_number.parse("900101-1234567")
    assert resident_number.repairs(number, date(1991, 11, 1)) == []
