"""address: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
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
]
PASSING = [
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
