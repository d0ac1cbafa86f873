"""Invented licenses, consistent and legally possible, of every generation since 2005.

The rules of law are written down here a second time, in the forward direction, so that a mistake
in the rules and one here do not cancel out. No value belongs to a real person.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from review.bench.quality import places

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
FIRST_DAY, LAST_DAY = date(2005, 1, 1), date(2026, 11, 22)
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CLASSES = (
    "2종보통", "2종보통", "2종보통", "1종보통", "1종보통", "1종대형", "1종대형 1종보통",
    "1종보통 2종소형", "2종소형", "1종소형", "2종원동기장치자전거", "1종특수(대형견인차)",
    "1종대형 1종특수(구난차)", "1종특수(소형견인차) 2종보통",
)  # fmt: skip


@dataclass(frozen=True)
class Specimen:
    """An answer and the day it is checked, inside the card's validity unless made otherwise."""

    response: dict[str, str]
    today: date


@dataclass(frozen=True)
class _Holder:
    born: date
    male: bool
    foreign: bool


def specimen(random: Random) -> Specimen:
    """Return one clean license in full form."""
    while True:
        made = _try(random)
        if made:
            return made


def short_address(random: Random, clean: Specimen) -> Specimen:
    """Return the license with an address as on older cards: short division, no suffixes."""
    division, *rest = clean.response["Address"].split()
    words = [places.SHORT.get(division, division), *(word.rstrip("시군구동") for word in rest)]
    return Specimen({**clean.response, "Address": " ".join(words)}, clean.today)


def expired(random: Random, clean: Specimen) -> Specimen:
    """Return the license checked some time after its period, the transition of 2026 included."""
    end = _day(clean.response["AptitudeTesDate"].split("~")[1])
    return Specimen(clean.response, end + timedelta(days=random.randint(200, 1000)))


def _try(random: Random) -> Specimen | None:
    issued = _between(random, FIRST_DAY, LAST_DAY)
    classes = _classes(random, issued)
    holder = _holder(random, issued)
    first = random.randint(holder.born.year + 19, min(issued.year, holder.born.year + 60))
    fixed = issued if random.random() < 0.75 else _between(random, date(first, 12, 31), issued)
    if fixed > issued or fixed < _years(holder.born, 19):
        return None
    start, end = _period(fixed, holder.born, classes.startswith("1종"))
    if issued > end:
        return None
    today = _between(random, issued, min(end, LAST_DAY))
    response = {
        "Type": classes,
        "LicenseNumber": _license_number(random, first, issued),
        "Name": _name(random, holder),
        "Number": _number(random, holder, issued),
        "Address": _address(random, issued),
        "AptitudeTesDate": f"{api(start)}~{api(end)}",
        "DateOfIssue": api(issued),
        "ID": "".join(random.choices(ALPHABET, k=6)),
        "Birthday": api(holder.born),
        "Sex": random.choice(("", "남" if holder.male else "여")),
        "Photo": "",
        "RequestId": f"{random.getrandbits(128):032x}",
    }
    return Specimen(response, today)


def _classes(random: Random, issued: date) -> str:
    """Return classes under the names of the day: the special ones were renamed in 2016."""
    classes = random.choice(_CLASSES)
    if issued >= date(2016, 7, 28):
        return classes
    return (
        classes.replace("1종특수(소형견인차) ", "")
        .replace("대형견인차", "트레일러")
        .replace("구난차", "레커")
    )


def api(day: date) -> str:
    """Write a day as the API does."""
    return f"{day:%d/%m/}{day.year:04d}"


def _day(text: str) -> date:
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


def _between(random: Random, first: date, last: date) -> date:
    if last < first:
        return first
    return first + timedelta(days=random.randint(0, (last - first).days))


def _years(day: date, years: int) -> date:
    return _months(day, 12 * years)


def _months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _holder(random: Random, issued: date) -> _Holder:
    age = random.choice((random.randint(19, 64), random.randint(19, 45), random.randint(65, 85)))
    born = _between(random, _years(issued, -age - 1) + timedelta(days=1), _years(issued, -age))
    return _Holder(born, random.random() < 0.5, random.random() < 0.12)


def _period(fixed: date, born: date, class_one: bool) -> tuple[date, date]:
    """Return the printed window of a period fixed on a day."""
    age = fixed.year - born.year - ((fixed.month, fixed.day) < (born.month, born.day))
    if fixed < date(2011, 12, 9):
        start = _years(fixed, 7 if class_one else 9)
        return start, _months(start, 6) - timedelta(days=1)
    cycle = 3 if age >= 75 and fixed.year >= 2019 else 5 if age >= 65 else 10
    year = fixed.year + cycle
    if fixed.year < 2026:
        return date(year, 1, 1), date(year, 12, 31)
    birthday = _years(born, year - born.year)
    return _months(birthday, -6) + timedelta(days=1), _months(birthday, 6)


def _license_number(random: Random, first: int, issued: date) -> str:
    code = random.choice(random.choice(places.PLACES).regions)
    counter = random.randint(0, 3) if first < issued.year else 0
    rest = f"{first % 100:02d}-{random.randint(1, 999998):06d}-{random.randint(0, 9)}{counter}"
    named = issued < date(2014, 6, 15)
    return f"{places.REGION_NAMES[code]} {rest}" if named else f"{code}-{rest}"


def _name(random: Random, holder: _Holder) -> str:
    if holder.foreign:
        return random.choice(places.FOREIGN_NAMES)
    given = random.choices(places.SYLLABLES, k=random.choice((1, 2, 2, 2, 2, 2)))
    surname = "남궁" if random.random() < 0.01 else random.choice(places.SURNAMES)
    return surname + "".join(given)


def _number(random: Random, holder: _Holder, issued: date) -> str:
    """Return a number; two in a thousand were changed after October 2020 and are random."""
    first = {(False, 19): 1, (False, 20): 3, (True, 19): 5, (True, 20): 7}
    gender = first[holder.foreign, holder.born.year // 100] + (not holder.male)
    head = f"{holder.born:%y%m%d}{gender}"
    changed = issued > date(2020, 10, 5) and random.random() < 0.002
    if changed or (holder.foreign and random.random() < 0.5):
        return f"{head[:6]}-{head[6]}{random.randint(0, 999999):06d}"
    office = random.randint(0, 48) * 2 if holder.foreign else random.randint(0, 96)
    head += f"{office:02d}{random.randint(0, 999):03d}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, head, strict=True))
    check = ((13 if holder.foreign else 11) - total % 11) % 10
    return f"{head[:6]}-{head[6:]}{check}"


def _address(random: Random, issued: date) -> str:
    place = random.choice(places.PLACES)
    division = place.name_on(issued)
    district = "" if division == places.SEJONG else random.choice(place.districts) + " "
    ward, building = random.choice(places.WARDS), random.choice(places.BUILDINGS)
    number = random.choice((f"{random.randint(1, 999)}", f"{random.randint(1, 999)}-3"))
    if issued.year < 2014 and random.random() < 0.7:
        return f"{division} {district}{ward} {number}{building}"
    town = ward.split()[0]
    bracket = f" ({town})" if town.endswith("동") else ""
    prefix = "" if bracket else f"{town} " if town[-1] in "면읍" else ""
    return f"{division} {district}{prefix}{random.choice(places.ROADS)} {number}{building}{bracket}"
