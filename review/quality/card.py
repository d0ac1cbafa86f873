"""One extraction, parsed once for all rules, and what else is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from review.license_fields import NAMES
from review.quality import dates, license_class, license_number, renewal, resident_number, sex, text


class DuplicateKind(StrEnum):
    """How another record resembles this one; found with keyed hashes, without plain values."""

    SAME_CARD = "same_card"
    REISSUE = "reissue"
    OTHER_PERSON = "other_person"  # same license number, other name or resident number
    OTHER_LICENSE = "other_license"  # same resident number, other license number
    SAME_PICTURE = "same_picture"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another record that resembles this one; ``record`` is its number as the desk shows it."""

    kind: DuplicateKind
    record: str


@dataclass(frozen=True, kw_only=True)
class Context:
    """What is known beside the answer; whatever is left out silences the rules that need it.

    ``portrait_asked`` is the request's ReturnHeadImage. ``second`` is another extraction of the
    same card (a re-run or a second engine), ``blind`` what a person typed without seeing it.
    ``confidences`` are 0..1 a field, ``warnings`` what the engine holds against the picture.
    """

    portrait_asked: bool | None = None
    duplicates: tuple[Duplicate, ...] = ()
    second: Mapping[str, Any] | None = None
    second_source: str = "OCR 2"
    blind: Mapping[str, str] = field(default_factory=dict)
    confidences: Mapping[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


NOTHING_KNOWN = Context()
_CUT_FOREIGN = frozenset({"Address", "Type"})


def plain_value(name: str, raw: str) -> str:
    """Return a value as rules look at it: clean, normalized, its printed label cut."""
    value = text.unify(name, raw if text.is_plain(raw) else text.clean(raw))
    if value.isascii():
        return value  # labels and foreign letters are not
    if name in _CUT_FOREIGN and text.FOREIGN.search(value):
        value = text.drop_foreign(value)
    return value[text.label_length(name, value) :].strip()


class Card:
    """The values of one answer as received (``raw``), normalized (``text``) and parsed.

    ``born`` is the resident number's birth date, else the one of Birthday, and ``born_from`` that
    field; ``ordered`` is a period that ends after its start, ``window`` its form.
    """

    def __init__(self, response: Mapping[str, Any], today: date, context: Context) -> None:
        self.response, self.today, self.context = response, today, context
        values = ((name, response.get(name)) for name in NAMES)
        self.raw = {name: v if isinstance(v, str) else "" for name, v in values}
        self.text = {name: plain_value(name, v) if v else "" for name, v in self.raw.items()}
        self.license = license_number.parse(self.text["LicenseNumber"])
        self.resident = resident_number.parse(self.text["Number"])
        self.birthday = dates.parse_api(self.text["Birthday"])
        self.issued = dates.parse_api(self.text["DateOfIssue"])
        self.period = dates.parse_period(self.text["AptitudeTesDate"])
        self.classes = license_class.parse(self.text["Type"])
        self.sex = sex.normalize(self.text["Sex"])
        numbered = self.resident.born if self.resident else None
        self.born = numbered or self.birthday
        self.born_from = "Number" if numbered else "Birthday"
        ordered = self.period is not None and self.period.start <= self.period.end
        self.ordered = self.period if ordered else None
        self.window = renewal.window_of(self.ordered) if self.ordered else None
