"""The closed lists of the card: labels, classes, regions, divisions and districts, surnames."""

from __future__ import annotations

import itertools

from review.places import DIVISIONS

from .hangul import is_hangul, nearest, syllables

SHORT_LABEL = 2  # syllables
MISREAD = 0.25  # share of letters that may be wrong in a word of the card
TITLES = ("자동차운전면허증", "운전면허증", "자동차운전면허")
LABELS = {
    "LicenseNumber": ("면허번호", "운전면허번호"),
    "Name": ("성명", "이름"),
    "Number": ("주민등록번호", "주민번호", "외국인등록번호"),
    "Address": ("주소",),
    "Period": ("적성검사기간", "적성검사", "갱신기간", "기간", "갱신", "적성검사갱신기간"),
    "Condition": ("조건",),
    "Type": ("면허종별", "종별", "면허종류"),
    "ID": ("암호일련번호", "일련번호"),
    "DateOfIssue": ("발급일", "발급일자", "교부일자", "발행일"),
}
ALL_LABELS = {label: name for name, labels in LABELS.items() for label in labels}
OTHER_WORDS = (*TITLES, "견본", "대한민국", "경찰청장", "지방경찰청장", "도로교통공단", "자동변속기",
               "안경착용", "안경", "착용")  # fmt: skip
LATIN_WORDS = ("SPECIMEN", "DRIVER", "LICENSE", "LICENCE", "DRIVERS", "RENEWAL", "CONDITION",
               "ADDRESS", "RESIDENT", "NAME", "REPUBLIC", "KOREA", "PERIOD", "ISSUE",
               "CLASS", "CODE", "VALID", "THRU")  # fmt: skip

_ORDINARY = ("대형", "보통", "소형", "특수")
_SPECIAL = ("대형견인차", "구난차", "소형견인차", "대형견인", "구난", "소형견인", "트레일러", "레커",
            "렉카")  # fmt: skip
CLASSES = (
    *(f"1종{kind}" for kind in _ORDINARY),
    "2종보통", "2종소형", "2종원동기장치자전거", "2종원동기", "원동기장치자전거",
    *(f"1종특수({kind})" for kind in _SPECIAL),
    *(f"1종{kind}" for kind in _SPECIAL),
)  # fmt: skip
CLASSES = (*CLASSES, *(f"제{name}" for name in CLASSES if name[0] in "12"))

# Syllables of most regions' names. A class, of which the Latin reader sees digits alone, has more.
SHORT_REGION = 2
REGION_NAMES = ("서울", "부산", "경기", "강원", "충북", "충남", "전북", "전남", "경북", "경남",
                "제주", "대구", "인천", "광주", "대전", "울산", "경기남부", "경기북부")  # fmt: skip
REGION_CODES = (*(f"{code}" for code in range(11, 27)), "28")

DIVISION_NAMES = {
    name: short for short, full in DIVISIONS.items() for name in (*full, short)
}  # fmt: skip

SURNAMES = set(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설"
    "마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간상갈단견당나라로리림양"
)
DOUBLE_SURNAMES = ("남궁", "황보", "제갈", "선우", "사공", "독고", "서문", "동방")


def label_at_start(text: str) -> tuple[str, int]:
    """Return the field whose label ``text`` begins with and the label's length in characters.

    Labels may be spaced ("주 소") and misread by a letter; ("", 0) without one.
    """
    best: tuple[float, int, str] = (9.0, 0, "")
    solid = [(index, sign) for index, sign in enumerate(text) if not sign.isspace()]
    for label, name in ALL_LABELS.items():
        head = solid[: len(label)]
        # So few letters may be wrong that one syllable at least is right.
        if len(head) < len(label) or not any(
            sign == other for (_, sign), other in zip(head, label, strict=True)
        ):
            continue
        share = nearest("".join(sign for _, sign in head), (label,))[1]
        if share and len(label) == SHORT_LABEL and _goes_on(text, head[-1][0]):
            continue
        if share <= 0.2 and (share, -len(label)) < (best[0], -best[1]):
            best = (share, len(label), name)
    if not best[2]:
        return "", 0
    end = solid[best[1] - 1][0] + 1
    while end < len(text) and text[end] in " :：.;·":
        end += 1
    return best[2], end


def _goes_on(text: str, index: int) -> bool:
    """Whether a syllable follows at once: what reads much like a label may be a name then."""
    return is_hangul(text[index + 1 : index + 2])


def is_furniture(text: str, misread: float = MISREAD) -> bool:
    """Whether ``text`` is a word of the card itself: title, label, agency, mark.

    ``misread`` is the share of letters that may be wrong.
    """
    solid = "".join(text.split()).strip(".:;·,()[]|")
    if not solid:
        return True
    if any(word in solid.upper() for word in LATIN_WORDS):
        return True
    if syllables(solid) < 2:
        return False
    if any(title.endswith(solid) for title in TITLES):  # its beginning lost, or in another box
        return True
    words = itertools.chain(ALL_LABELS, OTHER_WORDS)
    if nearest(solid, words)[1] <= misread:
        return True
    return nearest(solid[-4:], ("경찰청장",))[1] <= 0.3
