"""What a rule doubts, in a word or two: for the chips of a list, in both languages.

The chip says the field and this word; the sentence stands with the finding on the record.
"""

from __future__ import annotations

from review.license_fields import BY_NAME

# Rule: (Korean, English).
WORDS = {
    "agreement.reissue": ("재발급", "re-issue"),
    "agreement.same_card": ("같은 카드", "same card"),
    "agreement.same_picture": ("비슷한 이미지", "similar image"),
    "agreement.second_extraction": ("두 추출 다름", "two readings differ"),
    "address.division": ("행정구역", "division"),
    "address.glued_digits": ("숫자 붙음", "glued digits"),
    "address.no_district": ("시군구 없음", "no district"),
    "address.no_number": ("번지 없음", "no number"),
    "address.no_street": ("도로명 없음", "no street"),
    "address.old_division": ("옛 행정구역", "former division"),
    "address.short": ("짧음", "short"),
    "answer.english_back": ("영문 뒷면", "English back"),
    "answer.mostly_empty": ("대부분 비어 있음", "mostly empty"),
    "answer.null_or_type": ("응답 형식", "answer form"),
    "answer.request_id": ("요청 ID", "request id"),
    "answer.unknown_field": ("모르는 필드", "unknown field"),
    "birthday.age": ("나이", "age"),
    "birthday.format": ("형식", "form"),
    "birthday.missing_derivable": ("비어 있음", "empty"),
    "birthday.month_first": ("일월 순서", "day and month"),
    "birthday.vs_rrn": ("불일치", "mismatch"),
    "issue_date.before_16": ("16세 전", "before 16"),
    "issue_date.before_number": ("면허번호보다 앞", "before the number"),
    "issue_date.format": ("형식", "form"),
    "issue_date.stale": ("오래됨", "old"),
    "issue_date.year": ("연도", "year"),
    "license_number.counter": ("재발급 순번", "counter"),
    "license_number.duplicate": ("중복", "duplicate"),
    "license_number.format": ("형식", "form"),
    "license_number.letter_in_digits": ("글자 섞임", "letter in digits"),
    "license_number.region_code": ("지역번호", "region code"),
    "license_number.region_name": ("지역명", "region name"),
    "license_number.region_style": ("지역 표기", "region style"),
    "license_number.serial": ("일련번호", "serial"),
    "license_number.year_age": ("나이와 연도", "age in the year"),
    "license_number.year_future": ("연도", "year"),
    "name.case": ("대소문자", "case"),
    "name.characters": ("글자", "characters"),
    "name.length": ("길이", "length"),
    "name.mixed": ("문자 섞임", "mixed scripts"),
    "name.not_a_name": ("이름 아님", "not a name"),
    "name.surname": ("성씨", "surname"),
    "picture.another_card": ("다른 카드", "another card"),
    "picture.screen": ("화면 사진", "photographed screen"),
    "portrait.missing": ("없음", "missing"),
    "portrait.shape": ("모양", "shape"),
    "portrait.unasked": ("요청 안 함", "not asked for"),
    "portrait.undecodable": ("읽지 못함", "undecodable"),
    "renewal.before_issue": ("발급 전", "before issue"),
    "renewal.birthday": ("생일과 다름", "not the birthday"),
    "renewal.cycle_age": ("주기와 나이", "cycle and age"),
    "renewal.due": ("도래", "due now"),
    "renewal.format": ("형식", "form"),
    "renewal.generation": ("제도와 다름", "other scheme"),
    "renewal.order": ("순서", "order"),
    "renewal.over": ("지남", "over"),
    "renewal.too_far": ("너무 멂", "too far"),
    "renewal.window": ("길이", "window"),
    "rrn.century": ("세기", "century"),
    "rrn.checksum_citizen": ("검증번호", "check digit"),
    "rrn.checksum_foreigner": ("검증번호", "check digit"),
    "rrn.date": ("날짜 아님", "no date"),
    "rrn.duplicate": ("중복", "duplicate"),
    "rrn.format": ("형식", "form"),
    "rrn.future": ("미래", "in the future"),
    "rrn.masked": ("가려짐", "masked"),
    "rrn.name_script": ("성명 문자", "name's script"),
    "rrn.office": ("지역번호", "office"),
    "serial.confusable": ("혼동 글자", "look-alikes"),
    "serial.length5": ("다섯 자", "five characters"),
    "serial.format": ("형식", "form"),
    "sex.missing_derivable": ("비어 있음", "empty"),
    "sex.unknown_value": ("모르는 값", "unknown value"),
    "sex.vs_rrn": ("불일치", "mismatch"),
    "text.control": ("제어 문자", "control characters"),
    "text.foreign_script": ("다른 문자", "foreign script"),
    "text.label": ("항목명", "label"),
    "text.loose_jamo": ("낱자", "loose letters"),
    "text.missing": ("누락", "missing"),
    "text.swapped": ("뒤바뀜", "swapped"),
    "text.unnormalised": ("표기", "unnormalized"),
    "type.age": ("나이", "age"),
    "type.learner": ("연습면허", "learner's permit"),
    "type.old_name": ("옛 이름", "old name"),
    "type.several": ("여러 종별", "several classes"),
    "type.spacing": ("띄어쓰기", "spacing"),
    "type.unknown": ("오독", "misread"),
}
# What the first part of a rule's name speaks of, where it is a field.
SUBJECTS = {
    "address": "Address",
    "birthday": "Birthday",
    "issue_date": "DateOfIssue",
    "license_number": "LicenseNumber",
    "name": "Name",
    "portrait": "Photo",
    "renewal": "AptitudeTesDate",
    "rrn": "Number",
    "serial": "ID",
    "sex": "Sex",
    "type": "Type",
}
GENERAL = {"answer": ("응답", "Answer"), "text": ("글자", "Text")}


def word(rule: str, language: str) -> str:
    """Return the word of ``rule``; a rule without one is called by its name."""
    return _in(WORDS.get(rule, (rule, rule)), language)


def chip(rule: str, field: str, language: str) -> str:
    """Return what a chip says: the field's label and the rule's word."""
    label = BY_NAME[field].label(language) if field in BY_NAME else ""
    return f"{label} {word(rule, language)}".strip()


def choice(rule: str, language: str) -> str:
    """Return what a filter says: the rule's subject and its word."""
    subject = rule.split(".", maxsplit=1)[0]
    if subject in SUBJECTS:
        return chip(rule, SUBJECTS[subject], language)
    return f"{_in(GENERAL.get(subject, ('', '')), language)} {word(rule, language)}".strip()


def _in(words: tuple[str, str], language: str) -> str:
    return words[0 if language == "ko" else 1]
