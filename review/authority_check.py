"""The authority's check of a license, typed by hand, and the conditions box of the card.

The codes are those that the road traffic authority answers rental companies with; what each means
to a person stands beside it. Only the letter A of the conditions is told by a source; the others
are taken as printed.
"""

from __future__ import annotations

# Code, what it says in Korean and in English.
RESULTS = (
    ("00", "이상 없음", "fine"),
    ("01", "면허번호 없음", "no such number"),
    ("02", "재발급된 면허", "card reissued"),
    ("03", "분실된 면허", "card lost"),
    ("04", "사망 취소된 면허", "cancelled by death"),
    ("11", "취소된 면허", "cancelled"),
    ("12", "정지된 면허", "suspended"),
    ("13", "기간 중 취소된 면허", "cancelled within the period"),
    ("14", "기간 중 정지된 면허", "suspended within the period"),
    ("21", "성명 불일치", "name does not match"),
    ("22", "생년월일 불일치", "birth date does not match"),
    ("23", "암호일련번호 불일치", "serial does not match"),
    ("24", "종별 불일치", "class does not match"),
    ("31", "암호일련번호 없는 면허", "card without serial"),
)
CODES = tuple(code for code, _ko, _en in RESULTS)
CONDITIONS = (("A", "자동변속기", "automatic gearbox only"),)


def result_label(code: str, language: str) -> str:
    """Return a result's code with its meaning; what is no code comes back as it is."""
    return _labelled(RESULTS, code, language)


def condition_label(letters: str, language: str) -> str:
    """Return conditions such as ``A, B``, the known letters with their meaning."""
    return ", ".join(_labelled(CONDITIONS, letter, language) for letter in letters.split(", "))


def _labelled(table: tuple[tuple[str, str, str], ...], code: str, language: str) -> str:
    meanings = {key: ko if language == "ko" else en for key, ko, en in table}
    return f"{code} {meanings[code]}" if code in meanings else code
