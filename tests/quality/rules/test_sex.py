"""sex: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import CITIZEN, changed, findings

FAILING = [
    ("sex.unknown_value", {"Sex": "万"}, "info", "남"),
    ("sex.missing_derivable", {"Sex": "未知"}, "info", "남"),
    ("sex.missing_derivable", {"Number": "870713-6******"}, "info", "여"),
    ("sex.vs_rrn", {"Sex": "女"}, "error", "남"),
    ("sex.vs_rrn", {**CITIZEN, "Number": "900101-1234567", "Sex": "여"}, "error", None),
]
PASSING = [
    ("sex.vs_rrn", {"Sex": "男"}),
    ("sex.unknown_value", {"Sex": "M"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
