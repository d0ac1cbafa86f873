"""Every rule, by the examples of its table: what passes, what fails, what is proposed."""

import pytest

from review import quality
from tests.quality.sample import SAMPLE, TODAY, changed, findings

CITIZEN = {"Number": "900101-1234568", "Birthday": "01/01/1990", "Name": "김민수"}

# rule, changes that fail, severity, the first suggestion
FAILING = [
    ("text.missing", {"Name": ""}, "error", None),
    ("text.missing", {"ID": "  "}, "warning", None),
    ("text.missing", {"Birthday": ""}, "warning", "13/07/1987"),
    ("text.missing", {"Number": "", "ID": "870713-5260590"}, "error", "870713-5260590"),
    ("text.control", {"Name": "HU\u200bANG BOWEN"}, "error", "HUANG BOWEN"),
    ("text.unnormalised", {"Type": "２종보통"}, "info", "2종보통"),
    ("text.unnormalised", {"ID": " 7043EX "}, "info", "7043EX"),
    ("text.loose_jamo", {"Name": "홍길ㄷ"}, "warning", None),
    ("text.foreign_script", {"Address": "-籍 전주"}, "warning", "전주"),
    ("text.foreign_script", {"Name": "홍길동 (洪吉童)"}, "warning", None),
    ("text.label", {}, "warning", "전북 전주 덕진 반월 763-1 전주월드컵경기장28"),
    ("text.label", {"Name": "성 명 홍길동"}, "warning", "홍길동"),
    ("text.label", {"LicenseNumber": "면허번호: 11-06-001234-51"}, "warning", "11-06-001234-51"),
    ("text.swapped", {"ID": "870713-5260590"}, "error", None),
    ("text.swapped", {"ID": "870713-5260590", "Number": "7043EX"}, "error", "870713-5260590"),
    ("license_number.format", {"LicenseNumber": "17-11-06760-90"}, "error", None),
    ("license_number.format", {"LicenseNumber": "171100676090"}, "error", "17-11-006760-90"),
    ("license_number.format", {"LicenseNumber": "전북1100676090"}, "error", "전북 11-006760-90"),
    (
        "license_number.letter_in_digits",
        {"LicenseNumber": "11-O6-001234-51"},
        "warning",
        "11-06-001234-51",
    ),
    ("license_number.region_code", {"LicenseNumber": "27-11-006760-90"}, "error", None),
    ("license_number.region_code", {"LicenseNumber": "41-11-006760-90"}, "error", None),
    ("license_number.region_code", {"LicenseNumber": "29-11-006760-90"}, "warning", None),
    (
        "license_number.region_name",
        {"LicenseNumber": "전복 11-006760-90"},
        "error",
        "전북 11-006760-90",
    ),
    ("license_number.region_style", {"DateOfIssue": "28/02/2019"}, "info", None),
    ("license_number.region_style", {"LicenseNumber": "17-11-006760-90"}, "info", None),
    ("license_number.year_future", {"LicenseNumber": "전북 15-006760-90"}, "error", None),
    ("license_number.year_age", {"LicenseNumber": "전북 00-006760-90"}, "error", None),
    ("license_number.year_age", {"LicenseNumber": "전북 04-006760-90"}, "warning", None),
    ("license_number.serial", {"LicenseNumber": "전북 11-000000-90"}, "warning", None),
    ("license_number.counter", {"LicenseNumber": "전북 11-006760-99"}, "info", None),
    ("license_number.counter", {"LicenseNumber": "전북 11-006760-91"}, "info", None),
    ("rrn.format", {"Number": "870713-526059"}, "error", None),
    ("rrn.format", {"Number": "8707135260590"}, "error", "870713-5260590"),
    ("rrn.format", {"Number": "87O713-526O590"}, "error", "870713-5260590"),
    ("rrn.masked", {"Number": "870713-5******"}, "info", None),
    ("rrn.date", {"Number": "870732-1234567"}, "error", None),
    ("rrn.date", {"Number": "000229-1234567"}, "error", None),
    ("rrn.future", {"Number": "300101-3234567"}, "error", None),
    ("rrn.century", {"Number": "870713-9260590"}, "error", "870713-1260590"),
    ("rrn.checksum_citizen", {**CITIZEN, "Number": "900101-1234567"}, "warning", "900101-1734567"),
    (
        "rrn.checksum_citizen",
        {**CITIZEN, "Number": "900101-1234567", "Birthday": "02/02/1990"},
        "error",
        None,
    ),
    ("rrn.checksum_foreigner", {"Number": "870713-5260591"}, "info", None),
    ("rrn.office", {**CITIZEN, "Number": "900101-1974567"}, "info", None),
    ("rrn.name_script", {**CITIZEN, "Name": "HUANG BOWEN"}, "warning", None),
    ("rrn.name_script", {"Name": "황보원"}, "info", None),
    ("birthday.format", {"Birthday": "1987.07.13"}, "error", "13/07/1987"),
    ("birthday.format", {"Birthday": "31/02/1987"}, "error", "13/07/1987"),
    ("birthday.month_first", {"Birthday": "07/13/1987"}, "warning", "13/07/1987"),
    (
        "birthday.month_first",
        {"Birthday": "08/07/1987", "Number": "870807-5260590"},
        "warning",
        "07/08/1987",
    ),
    ("birthday.vs_rrn", {"Birthday": "13/01/1987"}, "error", "13/07/1987"),
    (
        "birthday.vs_rrn",
        {**CITIZEN, "Number": "900101-1234567", "Birthday": "02/01/1990"},
        "error",
        None,
    ),
    ("birthday.missing_derivable", {"Birthday": ""}, "info", "13/07/1987"),
    (
        "birthday.missing_derivable",
        {"Birthday": "", "Number": "870713-5******"},
        "info",
        "13/07/1987",
    ),
    ("birthday.age", {"Birthday": "13/07/2015"}, "error", None),
    ("birthday.age", {"Birthday": "13/07/1922"}, "warning", None),
    ("sex.unknown_value", {"Sex": "万"}, "info", "남"),
    ("sex.missing_derivable", {"Sex": "未知"}, "info", "남"),
    ("sex.missing_derivable", {"Number": "870713-6******"}, "info", "여"),
    ("sex.vs_rrn", {"Sex": "女"}, "error", "남"),
    ("sex.vs_rrn", {**CITIZEN, "Number": "900101-1234567", "Sex": "여"}, "error", None),
    ("type.unknown", {}, "warning", "2종보통"),
    ("type.unknown", {"Type": "3종보통"}, "error", None),
    ("type.unknown", {"Type": "1종소통"}, "warning", "1종보통"),
    ("type.unknown", {"Type": "2종보통(자동)"}, "warning", "2종보통"),
    ("type.unknown", {"Type": "1종대헝 2종보동"}, "warning", "1종대형 2종보통"),
    ("type.old_name", {"Type": "1종특수(레커)"}, "info", "1종특수(구난차)"),
    ("type.spacing", {"Type": "제 1 종 보통"}, "info", "1종보통"),
    ("type.several", {"Type": "2종보통 2종보통"}, "warning", "2종보통"),
    ("type.several", {"Type": "2종보통 1종대형"}, "warning", "1종대형 2종보통"),
    ("type.several", {"Type": "1종대형1종보통"}, "info", "1종대형 1종보통"),
    ("type.learner", {"Type": "연습면허"}, "warning", None),
    ("type.learner", {"Type": "1종보통연습"}, "warning", None),
    ("type.age", {"Type": "1종대형", "DateOfIssue": "01/02/2006"}, "error", None),
    ("issue_date.format", {"DateOfIssue": "2011.02.28"}, "error", "28/02/2011"),
    ("issue_date.format", {"DateOfIssue": "30/02/2011"}, "error", None),
    ("issue_date.year", {"DateOfIssue": "01/01/8207"}, "error", None),
    ("issue_date.year", {"DateOfIssue": "01/01/1959"}, "error", None),
    ("issue_date.before_16", {"DateOfIssue": "28/02/2001"}, "error", None),
    ("issue_date.before_number", {"DateOfIssue": "28/02/2009"}, "error", None),
    ("issue_date.stale", {}, "info", None),
    ("renewal.format", {"AptitudeTesDate": "28/02/2020"}, "error", None),
    (
        "renewal.format",
        {"AptitudeTesDate": "2020.02.28-2020.08.27"},
        "error",
        "28/02/2020~27/08/2020",
    ),
    (
        "renewal.format",
        {"AptitudeTesDate": "28/02/2020 ∼ 27/08/2020"},
        "error",
        "28/02/2020~27/08/2020",
    ),
    (
        "renewal.order",
        {"AptitudeTesDate": "27/08/2020~28/02/2020"},
        "error",
        "28/02/2020~27/08/2020",
    ),
    ("renewal.window", {"AptitudeTesDate": "01/01/2030~31/03/2030"}, "warning", None),
    ("renewal.generation", {"DateOfIssue": "28/02/2022"}, "warning", None),
    ("renewal.generation", {"AptitudeTesDate": "01/01/2020~31/12/2020"}, "warning", None),
    (
        "renewal.generation",
        {"DateOfIssue": "01/10/2025", "AptitudeTesDate": "14/01/2036~13/01/2037"},
        "warning",
        None,
    ),
    (
        "renewal.birthday",
        {
            "Number": "871001-5260590",
            "DateOfIssue": "01/10/2026",
            "AptitudeTesDate": "01/04/2036~31/03/2037",
        },
        "warning",
        "02/04/2036~01/04/2037",
    ),
    ("renewal.before_issue", {"DateOfIssue": "28/02/2021"}, "error", None),
    ("renewal.too_far", {"AptitudeTesDate": "01/01/2031~31/12/2031"}, "warning", None),
    (
        "renewal.cycle_age",
        {
            "Number": "450713-5260590",
            "DateOfIssue": "28/02/2022",
            "AptitudeTesDate": "01/01/2032~31/12/2032",
        },
        "info",
        None,
    ),
    ("renewal.over", {}, "warning", None),
    ("renewal.due", {"AptitudeTesDate": "01/01/2026~31/12/2026"}, "info", None),
    ("name.characters", {"Name": "홍길동1"}, "error", "홍길동"),
    ("name.characters", {"Name": "홍1길동"}, "error", None),
    ("name.length", {"Name": "홍"}, "warning", None),
    ("name.length", {"Name": "가나다라마"}, "info", None),
    ("name.length", {"Name": "LI"}, "warning", None),
    ("name.mixed", {"Name": "홍길D"}, "warning", None),
    ("name.not_a_name", {"Name": "자동차운전"}, "error", None),
    ("name.case", {"Name": "Huang"}, "info", "HUANG"),
    ("name.case", {"Name": "HUANG"}, "info", None),
    ("name.surname", {**CITIZEN, "Name": "긷민수"}, "info", None),
    ("serial.format", {"ID": "7043E#"}, "warning", None),
    ("serial.format", {"ID": "70 43ex"}, "warning", "7043EX"),
    ("serial.length5", {"ID": "7043E"}, "info", None),
    ("serial.confusable", {"ID": "70O3EX"}, "info", None),
    (
        "address.division",
        {"Address": "전붘 전주시 덕진구 1"},
        "warning",
        "전북 전주시 덕진구 1",
    ),
    (
        "address.old_division",
        {"Address": "전라북도 전주시 덕진구 1"},
        "info",
        "전북특별자치도 전주시 덕진구 1",
    ),
    (
        "address.old_division",
        {"Address": "전남 목포시 용당동 1"},
        "info",
        "전남광주통합특별시 목포시 용당동 1",
    ),
    ("address.no_district", {}, "warning", None),
    ("address.no_street", {}, "warning", None),
    ("address.no_number", {"Address": "전북 전주시"}, "warning", None),
    ("address.short", {"Address": "전북 전주"}, "warning", None),
    (
        "address.glued_digits",
        {"Address": "전북 전주시 덕진구 경기장28"},
        "info",
        "전북 전주시 덕진구 경기장 28",
    ),
    ("portrait.undecodable", {"Photo": "no picture"}, "error", None),
    ("answer.request_id", {"RequestId": ""}, "error", None),
    ("answer.null_or_type", {"Birthday": None}, "error", None),
    ("answer.null_or_type", {"Birthday": 19870713}, "error", None),
    ("answer.unknown_field", {"Conditions": "A"}, "info", None),
    ("answer.mostly_empty", {"Name": "", "Number": "", "ID": "", "Type": ""}, "warning", None),
    (
        "answer.english_back",
        {"Address": "763-1 Banwol", "LicenseNumber": "17-11-006760-90", "Type": "2"},
        "warning",
        None,
    ),
]

# rule, changes on which it is silent
PASSING = [
    ("text.foreign_script", {"Sex": "男"}),
    ("text.label", {"Name": "조건희", "Address": "전북 전주"}),
    ("license_number.format", {"LicenseNumber": "17-11-006760-90"}),
    ("license_number.region_code", {"LicenseNumber": "28-11-006760-90"}),
    ("license_number.region_name", {"LicenseNumber": "경기남부 11-006760-90"}),
    ("license_number.year_age", {"LicenseNumber": "전북 03-006760-90", "Type": "원동기"}),
    ("rrn.format", {"Number": "870713-5******"}),
    ("rrn.date", {"Number": "000229-3234567"}),
    ("rrn.checksum_citizen", CITIZEN),
    ("rrn.checksum_citizen", {"Number": "201005-3234567"}),
    ("rrn.office", {"Number": "900101-1964567"}),
    ("sex.vs_rrn", {"Sex": "男"}),
    ("sex.unknown_value", {"Sex": "M"}),
    ("type.unknown", {"Type": "1종특수(대형견인차)"}),
    ("type.several", {"Type": "1종대형 1종보통"}),
    ("type.spacing", {"Type": "1종대형 1종보통"}),
    ("type.age", {"Type": "2종보통", "DateOfIssue": "01/02/2006"}),
    ("issue_date.stale", {"DateOfIssue": "28/02/2020"}),
    ("renewal.window", {"AptitudeTesDate": "01/01/2030~31/12/2030"}),
    (
        "renewal.birthday",
        {"Number": "871001-5260590", "AptitudeTesDate": "02/04/2036~01/04/2037"},
    ),
    ("renewal.over", {"AptitudeTesDate": "01/01/2026~31/12/2026"}),
    ("name.characters", {"Name": "O'NEIL-KIM, ANNE (B.)"}),
    ("name.length", {"Name": "남궁민수"}),
    ("name.mixed", {"Name": "KIM MINSU"}),
    ("serial.confusable", {"ID": "743EXK"}),
    ("address.division", {"Address": "서울시 종로구 종로3가 12"}),
    ("address.no_district", {"Address": "세종특별자치시 한누리대로 2130"}),
    ("address.no_street", {"Address": "반월동 763-1"}),
    ("address.no_street", {"Address": "서울 종로구 종로3가 12"}),
    ("address.no_number", {"Address": "반월동763-1"}),
    ("address.glued_digits", {"Address": "전북 전주시 경기장 28"}),
    ("address.glued_digits", {"Address": "전북 완주군 산12-3"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []


def test_the_sample_gives_exactly_the_documented_findings():
    """The last paragraph of the specification's section on rules."""
    found = {finding.rule for finding in quality.check(SAMPLE, TODAY)}
    assert found == {
        "type.unknown", "text.label", "address.no_district", "address.no_street",
        "address.glued_digits", "renewal.over", "issue_date.stale", "sex.missing_derivable",
    }  # fmt: skip


def test_each_rule_has_an_example():
    with_context = {
        "license_number.duplicate", "rrn.duplicate", "portrait.missing", "portrait.unasked",
        "portrait.shape",
    }  # fmt: skip
    assert {rule.name for rule in quality.RULES} == {f[0] for f in FAILING} | with_context


def test_each_rule_names_its_basis_once():
    names = [rule.name for rule in quality.RULES]
    assert len(names) == len(set(names)) == 81
    assert all(rule.basis for rule in quality.RULES)
