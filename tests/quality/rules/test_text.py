"""text: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
    ("text.missing", {"Name": ""}, "error", None),
    ("text.missing", {"ID": "  "}, "warning", None),
    ("text.missing", {"Birthday": "", "Number": "870732-5260590"}, "warning", None),
    ("text.missing", {"Number": "", "ID": "870713-5260590"}, "error", "870713-5260590"),
    ("text.control", {"Name": "HU\u200bANG BOWEN"}, "error", "HUANG BOWEN"),
    ("text.unnormalised", {"Type": "２종보통"}, "info", "2종보통"),
    ("text.unnormalised", {"ID": " 7043EX "}, "info", "7043EX"),
    ("text.unnormalised", {"LicenseNumber": "전북 11–006760 - 90"}, "info", "전북 11-006760-90"),
    ("text.loose_jamo", {"Name": "홍길ㄷ"}, "warning", None),
    ("text.foreign_script", {"Address": "-籍 전주"}, "warning", "전주"),
    ("text.foreign_script", {"Name": "홍길동 (洪吉童)"}, "warning", None),
    ("text.label", {}, "warning", "전북 전주 덕진 반월 763-1 전주월드컵경기장28"),
    ("text.label", {"Name": "성 명 홍길동"}, "warning", "홍길동"),
    ("text.label", {"LicenseNumber": "면허번호: 11-06-001234-51"}, "warning", "11-06-001234-51"),
    ("text.swapped", {"ID": "870713-5260590"}, "error", None),
    ("text.swapped", {"Name": "870713-5260590"}, "error", None),
    (
        "text.swapped",
        {"Name": "전북 전주시 덕진구", "Address": "HUANG BOWEN"},
        "error",
        "HUANG BOWEN",
    ),
    ("text.swapped", {"Name": "2종보통", "Type": "김민수"}, "error", "2종보통"),
    ("text.swapped", {"ID": "870713-5260590", "Number": "7043EX"}, "error", "870713-5260590"),
]
PASSING = [
    ("text.foreign_script", {"Sex": "男"}),
    ("text.label", {"Name": "조건희", "Address": "전북 전주"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
