"""name: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import CITIZEN, changed, findings

FAILING = [
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
]
PASSING = [
    ("name.characters", {"Name": "O'NEIL-KIM, ANNE (B.)"}),
    ("name.length", {"Name": "남궁민수"}),
    ("name.mixed", {"Name": "KIM MINSU"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
