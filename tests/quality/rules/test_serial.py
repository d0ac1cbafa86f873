"""serial: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
    ("serial.format", {"ID": "7043E#"}, "warning", None),
    ("serial.format", {"ID": "70 43ex"}, "warning", "7043EX"),
    ("serial.length5", {"ID": "7043E"}, "info", None),
    ("serial.confusable", {"ID": "70O3EX"}, "info", None),
]
PASSING = [
    ("serial.confusable", {"ID": "743EXK"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
