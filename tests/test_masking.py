"""What is hidden, and that nothing slips through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.masking import mask, mask_text

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DASHES = ["", "-", " ", " - ", "－", "‑", "−", "ㅡ", "_", "/", "~", "\n"]


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("Number", "870713-5260590", "870713-5******"),
        ("Number", "8707135260590", "8707135******"),
        ("Number", "870713-52605", "870713-5****"),
        ("Number", "870713-526O|90", "870713-5******"),
        ("LicenseNumber", "17-11-006760-90", "17-11-0067**-**"),
        ("LicenseNumber", "17-11-00676O-9|", "17-11-0067**-**"),
        ("LicenseNumber", "전북 11-006760-90", "전북 11-0067**-**"),
        ("LicenseNumber", "1234", "****"),
        ("Name", "홍길동", "홍길동"),
        ("Address", "서울특별시 870713-5260590 175", "서울특별시 870713-5****** 175"),
        ("AptitudeTesDate", "01/01/2030~31/12/2030", "01/01/2030~31/12/2030"),
    ],
)
def test_fields_are_covered(field, value, shown):
    assert mask(field, value) == shown


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("width", [{}, FULL_WIDTH])
def test_license_numbers_inside_text_are_covered_however_written(dash, width):
    text = dash.join(("17", "11", "006760", "90")).translate(width)
    assert mask_text(f"({text})")[-len(dash) - 5 :] == f"**{dash}**)"


def test_numbers_inside_text_are_covered():
    text = "870713-5260590, 17-11-006760-90 on 28/02/2011"
    assert mask_text(text) == "870713-5******, 17-11-0067**-** on 28/02/2011"


@given(
    st.integers(0, 10**13 - 1),
    st.sampled_from(DASHES),
    st.text(max_size=20),
    st.sampled_from([{}, FULL_WIDTH]),
)
def test_no_tail_of_a_resident_number_survives_in_text(number, dash, before, width):
    digits = f"{number:013d}".translate(width)
    shown = mask_text(f"{before}|{digits[:6]}{dash}{digits[6:]}|")
    assert shown.endswith(f"{digits[6]}******|")


@given(st.text(max_size=40))
def test_masking_keeps_the_length(value):
    assert len(mask("Number", value)) == len(value)
    assert len(mask("LicenseNumber", value)) == len(value)
