"""Invented people: what stands on a specimen card, in the form of the API.

Nobody here exists. Numbers follow the public structure of resident and license numbers (check
digit for citizens); names, streets and buildings are put together from syllables.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from review.places import DISTRICTS, DIVISIONS, WARDS

SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염"
    "여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간"
    "상갈단견당"
)
DOUBLE_SURNAMES = ("남궁", "황보", "제갈", "선우", "사공", "독고", "서문", "동방")
GIVEN = (
    "가강건겸경고관광교구국권규균근금기길나남노다단달담대덕도동두라란람래려련령로록룡루류률리린림마만말명모목무문미민배백"
    "범별병보복봉부빈사산삼상새샘서석선설섭성세소솔송수숙순슬승시식신실심아안애양언엄업연열영예오옥온완용우욱운웅원월위"
    "유윤율은을음의이익인일임자장재적전정제조종주준중지진찬창채천철청초추춘충치탁태택평표풍하학한해향헌혁현형혜호홍화환"
    "회효후훈휘흔흥희"
)
LATIN_SURNAMES = (
    "HUANG IVANOV SATO SMITH NGUYEN TRAN WANG ZHANG LI KUMAR SINGH TANAKA GARCIA MUELLER PARK KIM "
    "BATBAYAR RAHMAN SANTOS PHAM OKAFOR JOHNSON WILLIAMS PETROVA SHRESTHA ABDULLAEV"
).split()
LATIN_GIVEN = (
    "BOWEN DMITRI XIAOMING DAVID ANNA MARIA THI LAN VAN MINH JOSE MARK ELIZABETH OLGA HIROSHI "
    "YUKI PRIYA RAJ JUAN CARLOS EMMA JAMES GRACE CHUKWUEMEKA ALEXANDER WEI MEI FATIMA DORJ "
    "BAYARMAA NARANTSETSEG CHRISTOPHER MOHAMMED"
).split()
WORDS = (
    "햇살 푸른 통일 등대 한빛 예술 역전 백제 퇴계 봉은 율곡 충무 덕진 삼산 해안 구월 반월 은행 장미 목련 매화 단풍 솔밭 "
    "시민 중앙 평화 자유 문화 체육 공원 호수 강변 산성 온천 월드컵 올림픽 신흥 대흥 송정 석남 남문 북문 동문 서문 학동 "
    "광복 세종 무학 금곡 옥천 용두 봉황 청룡 백운 화정 화랑 계림 성당 교동 향교 서원 상무 첨단 산업 벚꽃 달맞이 미리내 "
    "여울 가람 누리 다솜 새벽 노을 별빛 은하 한라 백두 설악 두류 팔공 수성 범어 만촌 황금 지산 침산 복현 태전 쌍용 월계 "
    "공릉 묵동 면목 망우 길음 돈암 삼선 창신 숭인 효창 원효 갈월 청파 후암 이태 녹사 뚝섬 왕십리 옥수 금호 응봉"
).split()
BUILDINGS = "삼성 대림 햇살 현대 푸른 우성 한신 주공 롯데 두산 쌍용 금호 신동아 무궁화 벽산".split()
REGIONS = {
    11: "서울", 12: "부산", 13: "경기", 14: "강원", 15: "충북", 16: "충남", 17: "전북", 18: "전남",
    19: "경북", 20: "경남", 21: "제주", 22: "대구", 23: "인천", 24: "광주", 25: "대전", 26: "울산",
    28: "경기북부",
}  # fmt: skip
# Without O and I, which nobody could tell from 0 and 1.
SERIAL_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CLASSES_1 = ("1종대형", "1종보통", "1종소형")
CLASSES_SPECIAL = (
    "1종특수(대형견인차)", "1종특수(구난차)", "1종특수(소형견인차)", "1종특수", "1종특수(트레일러)",
    "1종특수(레커)",
)  # fmt: skip
CLASSES_2 = ("2종보통", "2종소형", "2종원동기장치자전거")


@dataclass(frozen=True)
class Person:
    """What is printed about one invented person, before any layout.

    Dates are ``datetime.date``; ``region_name`` is set on cards with the region as a name.
    """

    classes: tuple[str, ...]
    license_number: str
    name: str
    number: str
    born: datetime.date
    address: str
    period: tuple[datetime.date, datetime.date]
    issued: datetime.date
    serial: str
    condition: str

    @property
    def foreign(self) -> bool:
        """Whether the number is a foreigner's registration number."""
        return self.number[7] in "5678"

    def response(self) -> dict[str, str]:
        """Return the eleven fields as the API would answer them (Photo empty)."""
        return {
            "Address": self.address,
            "AptitudeTesDate": "~".join(f"{day:%d/%m/%Y}" for day in self.period),
            "Birthday": f"{self.born:%d/%m/%Y}",
            "DateOfIssue": f"{self.issued:%d/%m/%Y}",
            "ID": self.serial,
            "LicenseNumber": self.license_number,
            "Name": self.name,
            "Number": self.number,
            "Photo": "",
            "Sex": "",
            "Type": " ".join(self.classes),
        }


def korean_name(rng: random.Random) -> str:
    """Return an invented Hangul name of two to four syllables."""
    if rng.random() < 0.04:
        surname = rng.choice(DOUBLE_SURNAMES)
    else:
        surname = SURNAMES[min(int(rng.expovariate(1 / 18)), len(SURNAMES) - 1)]
    count = rng.choices((1, 2, 3), (4, 93, 3))[0]
    return surname + "".join(rng.choice(GIVEN) for _ in range(count))


def latin_name(rng: random.Random) -> str:
    """Return an invented Latin name of two to five words, surname first."""
    given = rng.sample(LATIN_GIVEN, rng.choices((1, 2, 3, 4), (50, 35, 12, 3))[0])
    return " ".join((rng.choice(LATIN_SURNAMES), *given))


def address(rng: random.Random, *, lot: bool) -> str:
    """Return an invented address in road-name form, or in lot form (``lot``)."""
    short = rng.choice(list(DIVISIONS))
    parts = [short if rng.random() < 0.4 else rng.choice(DIVISIONS[short])]
    if DISTRICTS[short]:
        district = rng.choice(DISTRICTS[short])
        parts.append(district)
        if district in WARDS:
            parts.append(rng.choice(WARDS[district]))
        if district.endswith("군") and rng.random() < 0.7:
            parts.append(rng.choice(WORDS)[:2] + rng.choice("읍면"))
    return " ".join(parts + (_lot_tail(rng) if lot else _road_tail(rng)))


def _lot_tail(rng: random.Random) -> list[str]:
    place = rng.choice(WORDS) + rng.choice(("동", "동", "리", "1가", "", "2동"))
    parts = [place, _house(rng)]
    if rng.random() < 0.5:
        parts.append(rng.choice(BUILDINGS) + rng.choice(("아파트", "아파트", "빌라", "맨션")))
        parts.append(f"{rng.randint(101, 130)}동 {rng.randint(101, 2500)}호")
    return parts


def _road_tail(rng: random.Random) -> list[str]:
    road = rng.choice(WORDS) + rng.choice(("로", "로", "길", "대로", ""))
    if rng.random() < 0.35 and road.endswith(("로", "대로")):
        road += f"{rng.randint(1, 120)}{rng.choice(('번길', '길'))}"
    parts = [road, _house(rng)]
    if rng.random() < 0.45:
        parts[-1] += ","
        flat = f"{rng.randint(1, 2500)}호"
        parts.append(f"{rng.randint(101, 130)}동 {flat}" if rng.random() < 0.6 else flat)
    if rng.random() < 0.4:
        place = rng.choice(WORDS) + "동"
        building = f", {rng.choice(BUILDINGS)}{rng.choice(('아파트', '빌라', '오피스텔'))}"
        parts.append(f"({place}{building if rng.random() < 0.5 else ''})")
    return parts


def _house(rng: random.Random) -> str:
    number = str(rng.randint(1, 1200) if rng.random() < 0.3 else rng.randint(1, 400))
    return number + (f"-{rng.randint(1, 80)}" if rng.random() < 0.5 else "")


def resident_number(rng: random.Random, born: datetime.date, *, foreign: bool) -> str:
    """Return an invented number for ``born`` with a valid citizen check digit for citizens.

    Digits 8 and 9 stay at 97 to 99 for citizens, an office code that was never given out, so
    that the number can belong to nobody.
    """
    generation = (1 if born.year < 2000 else 3) + (4 if foreign else 0) + rng.randint(0, 1)
    office = rng.randint(10, 96) if foreign else rng.randint(97, 99)
    body = f"{born:%y%m%d}{generation}{office}{rng.randint(0, 999):03d}"
    total = sum(
        int(digit) * weight
        for digit, weight in zip(body, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
    )
    check = ((13 if foreign else 11) - total % 11) % 10
    return f"{body[:6]}-{body[6:]}{check}"


def person(rng: random.Random, *, old: bool = False) -> Person:
    """Return an invented person with a card; ``old`` is a card of before mid-2014."""
    today = datetime.date(2026, 6, 30)
    first, last = (2002, 2013) if old else (2014, 2025)
    issued = datetime.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))
    youngest = min(issued.year - 19, today.year - 19)
    born = datetime.date(rng.randint(1945, youngest), rng.randint(1, 12), rng.randint(1, 28))
    foreign = rng.random() < 0.2
    classes = license_classes(rng)
    year = rng.randint(max(born.year + 18, 1965), issued.year)
    region = rng.choice(list(REGIONS))
    head = f"{REGIONS[region]} " if old else f"{region}-"
    counter = 0 if rng.random() < 0.7 else rng.randint(1, 3)
    return Person(
        classes=classes,
        license_number=f"{head}{year % 100:02d}-{rng.randint(1, 99999):06d}-"
        f"{rng.randint(0, 9)}{counter}",
        name=latin_name(rng) if foreign and rng.random() < 0.9 else korean_name(rng),
        number=resident_number(rng, born, foreign=foreign),
        born=born,
        address=address(rng, lot=old or rng.random() < 0.25),
        period=_period(rng, issued, born),
        issued=issued,
        serial=serial(rng),
        condition=rng.choice(("", "", "A", "Z", "안경 착용", "자동변속기")),
    )


def license_classes(rng: random.Random) -> tuple[str, ...]:
    """Return one to three classes in the order of the card: first, special, second class."""
    count = rng.choices((1, 2, 3), (70, 22, 8))[0]
    if count == 1:
        pool = CLASSES_1 + CLASSES_2 + ("1종보통", "2종보통") * 4 + CLASSES_SPECIAL[:2]
        return (rng.choice(pool),)
    chosen = [rng.choice(CLASSES_1)]
    if count == 3 or rng.random() < 0.4:
        chosen.append(rng.choice(CLASSES_SPECIAL))
    if len(chosen) < count:
        chosen.append(rng.choice(CLASSES_2))
    return tuple(chosen)


def serial(rng: random.Random) -> str:
    """Return a security serial: six signs, rarely five, mostly four digits and two letters."""
    length = 5 if rng.random() < 0.12 else 6
    if rng.random() < 0.6:
        return "".join(str(rng.randint(0, 9)) for _ in range(length - 2)) + "".join(
            rng.choice(SERIAL_SIGNS) for _ in range(2)
        )
    return "".join(rng.choice(SERIAL_SIGNS + "0123456789") for _ in range(length))


def _period(
    rng: random.Random, issued: datetime.date, born: datetime.date
) -> tuple[datetime.date, datetime.date]:
    """Return a renewal period of the generation that fits the issue date."""
    if issued < datetime.date(2011, 12, 9):
        start = issued.replace(year=issued.year + rng.choice((7, 9)), day=min(issued.day, 28))
        month = start.month + 6
        end = start.replace(year=start.year + (month > 12), month=(month - 1) % 12 + 1)
        return start, end - datetime.timedelta(days=1)
    age = issued.year - born.year
    year = issued.year + (10 if age < 65 else 5 if age < 75 else 3)
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
