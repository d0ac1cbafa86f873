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


def test_a_line_found_twice_and_read_in_two_ways_has_no_more_dates() -> None:
    period = line("2028.01.01~2028.12.31", y=200)
    again = line("2028.01.01~2023.12.30", y=202)
    issue = line("2018.11.19", y=500)
    assert not several.on([period, again, issue]).is_mixed
    apart = line("2023.12.30", x=900, y=300)
    assert several.on([period, issue, apart]).is_mixed
