"""birthday: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import CITIZEN, changed, findings

FAILING = [
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
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]
