"""Places and names for invented licenses: divisions with some districts, roads and wards.

A division is written under the name it had on the card's day.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방"
    "공현함변염추도석선설마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
SYLLABLES = (
    "민서준현우지훈도윤하은수영경호성진재원태희승주연아미선정혜상철광동기환용순옥자석규범빈율"
)
FOREIGN_NAMES = (
    "HUANG BOWEN", "NGUYEN THI LAN", "SMITH JOHN ALAN", "IVANOVA ELENA", "TANAKA YUKI",
    "GARCIA LOPEZ MARIA", "SINGH ARJUN", "BATBAYAR OYUN", "DUBOIS CLAIRE", "WANG XIAOMING",
    "O'CONNOR SEAN", "DELA CRUZ JOSE",
)  # fmt: skip


class Place(NamedTuple):
    """A division: names with the day each came into use, region codes, places in it."""

    names: tuple[tuple[date, str], ...]
    regions: tuple[str, ...]
    districts: tuple[str, ...]

    def name_on(self, day: date) -> str:
        """Return the name in use on a day."""
        return next(name for since, name in reversed(self.names) if since <= day)


def _always(name: str) -> tuple[tuple[date, str], ...]:
    return ((date.min, name),)


_MERGED = (date(2026, 7, 1), "전남광주통합특별시")
PLACES = (
    Place(_always("서울특별시"), ("11",), ("강남구", "종로구", "마포구", "노원구", "중구")),
    Place(_always("부산광역시"), ("12",), ("해운대구", "동래구", "사상구", "기장군")),
    Place(_always("대구광역시"), ("22",), ("수성구", "달서구", "달성군")),
    Place(_always("인천광역시"), ("23",), ("연수구", "부평구", "강화군")),
    Place(_always("대전광역시"), ("25",), ("유성구", "서구")),
    Place(_always("울산광역시"), ("26",), ("남구", "울주군")),
    Place(((date.min, "광주광역시"), _MERGED), ("24",), ("북구", "광산구")),
    Place(((date.min, "전라남도"), _MERGED), ("18",), ("목포시", "여수시", "해남군")),
    Place(
        ((date.min, "충청남도"), (date(2012, 7, 1), "세종특별자치시")), ("16",), ("천안시 서북구",)
    ),
    Place(_always("경기도"), ("13", "28"), ("수원시 팔달구", "성남시 분당구", "가평군", "광주시")),
    Place(
        ((date.min, "강원도"), (date(2023, 6, 11), "강원특별자치도")), ("14",), ("춘천시", "정선군")
    ),
    Place(_always("충청북도"), ("15",), ("청주시 흥덕구", "단양군")),
    Place(_always("충청남도"), ("16",), ("아산시", "태안군")),
    Place(
        ((date.min, "전라북도"), (date(2024, 1, 18), "전북특별자치도")),
        ("17",),
        ("전주시 덕진구", "군산시", "임실군"),
    ),
    Place(_always("경상북도"), ("19",), ("포항시 남구", "경주시", "울릉군")),
    Place(_always("경상남도"), ("20",), ("창원시 성산구", "진주시", "거창군")),
    Place(
        ((date.min, "제주도"), (date(2006, 7, 1), "제주특별자치도")),
        ("21",),
        ("제주시", "서귀포시"),
    ),
)
SEJONG = "세종특별자치시"
SHORT = {
    "서울특별시": "서울", "부산광역시": "부산", "대구광역시": "대구", "인천광역시": "인천",
    "대전광역시": "대전", "울산광역시": "울산", "광주광역시": "광주", "전라남도": "전남",
    "경기도": "경기", "강원도": "강원", "충청북도": "충북", "충청남도": "충남",
    "전라북도": "전북", "경상북도": "경북", "경상남도": "경남", "제주도": "제주",
    "제주특별자치도": "제주",
}  # fmt: skip
REGION_NAMES = {
    "11": "서울", "12": "부산", "13": "경기", "14": "강원", "15": "충북", "16": "충남",
    "17": "전북", "18": "전남", "19": "경북", "20": "경남", "21": "제주", "22": "대구",
    "23": "인천", "24": "광주", "25": "대전", "26": "울산", "28": "경기",
}  # fmt: skip
ROADS = (
    "세종대로",
    "중앙로",
    "덕진로",
    "한누리대로",
    "테헤란로",
    "월드컵로12번길",
    "벚꽃길",
    "3.15대로",
)
WARDS = (
    "반월동",
    "역삼동",
    "중앙동",
    "가산동",
    "종로3가",
    "옥산면 남내리",
    "진부면 하진부리",
    "장유읍",
)
BUILDINGS = ("", "", " 한빛아파트 101동 1203호", ", 5층", " 별빛빌라 B동 302호")
