"""license_class: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
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
]
PASSING = [
    ("type.unknown", {"Type": "1종특수(대형견인차)"}),
    ("type.several", {"Type": "1종대형 1종보통"}),
    ("type.spacing", {"Type": "1종대형 1종보통"}),
    ("type.age", {"Type": "2종보통", "DateOfIssue": "01/02/2006"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
