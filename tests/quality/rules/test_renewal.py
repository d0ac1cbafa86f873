"""renewal: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import changed, findings

FAILING = [
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
]
PASSING = [
    ("renewal.window", {"AptitudeTesDate": "01/01/2030~31/12/2030"}),
    (
        "renewal.birthday",
        {"Number": "871001-5260590", "AptitudeTesDate": "02/04/2036~01/04/2037"},
    ),
    ("renewal.over", {"AptitudeTesDate": "01/01/2026~31/12/2026"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
