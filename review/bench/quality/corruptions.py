"""The kinds of corruption that the rules are measured on, one at a time.

A kind is undetectable where nothing on the card contradicts the wrong value; those are measured
too and named, so that nobody takes a clean record for a proven one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NamedTuple

from review.bench.quality import changes
from review.bench.quality.changes import Change

Answer = dict[str, str]


@dataclass(frozen=True)
class Kind:
    """One kind of corruption of one field; ``change`` returns None where it does not apply."""

    name: str
    field: str
    change: Change
    detectable: bool = True


KINDS = (
    Kind("resident number: birth digit confused", "Number", changes.digit_in(0, 6)),
    Kind("resident number: 7th digit confused", "Number", changes.gender),
    Kind("resident number: century slip", "Number", changes.century),
    Kind("resident number: citizen's tail digit confused", "Number", changes.citizens_tail),
    Kind("resident number: digit dropped", "Number", changes.drop_digit),
    Kind("resident number: digit doubled", "Number", changes.double_digit),
    Kind("resident number: letter for digit", "Number", changes.letter),
    Kind("resident number: dash lost", "Number", changes.no_dashes),
    Kind("birth date: digit confused", "Birthday", changes.digit_in(0, 10)),
    Kind("birth date: day and month swapped", "Birthday", changes.swap_day_and_month),
    Kind("birth date: century slip", "Birthday", changes.other_century),
    Kind("birth date: year first", "Birthday", changes.year_first),
    Kind("sex: the other one", "Sex", changes.other_sex),
    Kind("class: syllable misread", "Type", changes.syllable),
    Kind("class: character dropped", "Type", changes.drop_character),
    Kind("license number: region's syllable misread", "LicenseNumber", changes.region_syllable),
    Kind("license number: digit dropped", "LicenseNumber", changes.drop_digit),
    Kind("license number: letter for digit", "LicenseNumber", changes.letter),
    Kind("license number: dashes lost", "LicenseNumber", changes.no_dashes),
    Kind("issue date: first digit of the year", "DateOfIssue", changes.far_year),
    Kind("issue date: year first", "DateOfIssue", changes.year_first),
    Kind("issue date: day and month swapped unreadably", "DateOfIssue", changes.swap_unreadably),
    Kind("period: digit confused", "AptitudeTesDate", changes.digit_in(0, 21)),
    Kind("period: one date lost", "AptitudeTesDate", changes.one_end),
    Kind("period: dates swapped", "AptitudeTesDate", changes.ends_turned),
    Kind("period: another joint", "AptitudeTesDate", changes.other_joint),
    Kind("name: digit or sign", "Name", changes.insert("1")),
    Kind("name: loose jamo", "Name", changes.loose_jamo),
    Kind("name: Latin letter", "Name", changes.latin_letter),
    Kind("name: label leaked", "Name", changes.put_before("성명 ")),
    Kind("serial: impossible sign", "ID", changes.bad_sign),
    Kind("serial: character dropped", "ID", changes.drop_character),
    Kind("serial: small letters", "ID", changes.lower),
    Kind("address: division's syllable misread", "Address", changes.division_syllable),
    Kind("address: division's syllable dropped", "Address", changes.division_dropped_syllable),
    Kind("address: suffixes lost", "Address", changes.without_suffixes),
    Kind("address: numbers lost", "Address", changes.without_numbers),
    Kind("address: number glued", "Address", changes.glued),
    Kind("address: cut off", "Address", changes.cut),
    Kind("address: label leaked", "Address", changes.put_before("주 소 ")),
    Kind("address: stray ideograph", "Address", changes.put_before("-籍 ")),
    *(
        Kind(f"emptied: {field}", field, changes.emptied)
        for field in (
            "LicenseNumber", "Name", "Number", "Type", "DateOfIssue", "Birthday", "ID", "Address",
            "AptitudeTesDate", "Sex",
        )
    ),
    *(
        Kind(f"zero-width character: {field}", field, changes.insert("\u200b"))
        for field in ("Name", "LicenseNumber", "Address")
    ),
    Kind("full-width digits: LicenseNumber", "LicenseNumber", changes.full_width),
    # Nothing on the card contradicts these.
    Kind("resident number: foreigner's tail confused", "Number", changes.foreigners_tail, False),
    Kind("license number: region code confused", "LicenseNumber", changes.digit_in(0, 2), False),
    Kind("license number: year digit confused", "LicenseNumber", changes.digit_in(3, 5), False),
    Kind("license number: serial digit confused", "LicenseNumber", changes.digit_in(6, 12), False),
    Kind("license number: last digits confused", "LicenseNumber", changes.digit_in(13, 15), False),
    Kind("issue date: day or month digit confused", "DateOfIssue", changes.digit_in(0, 5), False),
    Kind("issue date: last digits of the year", "DateOfIssue", changes.digit_in(8, 10), False),
    Kind("class: 1 and 2 confused", "Type", changes.class_digit, False),
    Kind("name: syllable after the surname misread", "Name", changes.given_syllable, False),
    Kind("serial: look-alike confused", "ID", changes.letter, False),
    Kind("address: later syllable misread", "Address", changes.later_syllable, False),
    Kind("address: building number confused", "Address", changes.digit_in(8, 60), False),
)  # fmt: skip
SWAPS = (
    ("Number", "LicenseNumber"), ("Number", "ID"), ("ID", "LicenseNumber"), ("Name", "Address"),
    ("Name", "Type"), ("DateOfIssue", "AptitudeTesDate"), ("Birthday", "DateOfIssue"),
)  # fmt: skip


class Corruption(NamedTuple):
    """A kind as it is applied to a whole answer; ``change`` returns None if it does not apply."""

    name: str
    fields: tuple[str, ...]
    detectable: bool
    change: Callable[[Random, Answer], Answer | None]


def corruptions() -> Iterator[Corruption]:
    """Yield every kind, those of one field and the swaps."""
    for kind in KINDS:
        yield Corruption(kind.name, (kind.field,), kind.detectable, partial(_corrupt, kind))
    for pair in SWAPS:
        yield Corruption(f"swapped: {pair[0]} and {pair[1]}", pair, True, partial(_swap, pair))


def _corrupt(kind: Kind, random: Random, answer: Answer) -> Answer | None:
    value = kind.change(random, answer[kind.field]) if answer[kind.field] else None
    if value is None or value == answer[kind.field]:
        return None
    return {**answer, kind.field: value}


def _swap(pair: tuple[str, str], random: Random, answer: Answer) -> Answer:
    left, right = pair
    return {**answer, left: answer[right], right: answer[left]}
