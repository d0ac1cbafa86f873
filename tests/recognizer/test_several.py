"""What stands beside a card."""

from review.recognizer import several

from .lines import line


def test_a_title_beside_is_another_card_only_where_the_card_has_its_own() -> None:
    title = line("자동차운전면허증")
    apart, without = several.on([title]), several.on([line("870412-2985506")])
    assert not apart.is_beside(without)
    assert apart.is_beside(several.on([title]))
    assert without.is_beside(apart)


def test_the_digits_of_a_resident_number_are_no_further_date() -> None:
    days = [
        line(f"{year}.01.01", y=200 + 50 * index) for index, year in enumerate((2011, 2018, 2019))
    ]
    garbled = line("751108-19860510", latin="751108-1986051")
    assert not several.on([garbled, *days]).is_mixed
