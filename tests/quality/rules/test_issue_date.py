"""issue_date: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
    ("issue_date.format", {"DateOfIssue": "2011.02.28"}, "error", "28/02/2011"),
    ("issue_date.format", {"DateOfIssue": "30/02/2011"}, "error", None),
    ("issue_date.year", {"DateOfIssue": "01/01/8207"}, "error", None),
    ("issue_date.year", {"DateOfIssue": "01/01/1959"}, "error", None),
    ("issue_date.before_16", {"DateOfIssue": "28/02/2001"}, "error", None),
    ("issue_date.before_number", {"DateOfIssue": "28/02/2009"}, "error", None),
    ("issue_date.stale", {}, "info", None),
]
PASSING = [
    ("issue_date.stale", {"DateOfIssue": "28/02/2020"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
