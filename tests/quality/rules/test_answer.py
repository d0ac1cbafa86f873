"""answer: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
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


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]
