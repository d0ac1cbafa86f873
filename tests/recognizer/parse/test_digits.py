"""Numbers in a Hangul reading, as the surer reader saw them."""

from review.recognizer.parse import address

from ..lines import line, page


def the(value) -> str:
    return value.text if value else ""


def test_digits_come_from_the_surer_reader() -> None:
    made = line("울산 북구 구월동 27-47", latin="            277-47")
    made.hangul.scores = [0.5] * len(made.hangul.text)
    assert the(address.find_address(page(made))) == "울산 북구 구월동 277-47"
