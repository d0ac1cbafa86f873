"""resident_number: what fails, with severity and first suggestion, and what passes."""

import pytest

from tests.quality.sample import CITIZEN, changed, findings

FAILING = [
    ("rrn.format", {"Number": "870713-526059"}, "error", None),
    ("rrn.format", {"Number": "8707135260590"}, "error", "870713-5260590"),
    ("rrn.format", {"Number": "87O713-526O590"}, "error", "870713-5260590"),
    ("rrn.masked", {"Number": "870713-5******"}, "info", None),
    ("rrn.date", {"Number": "870732-1234567"}, "error", None),
    ("rrn.date", {"Number": "000229-1234567"}, "error", None),
    ("rrn.future", {"Number": "300101-3234567"}, "error", None),
    ("rrn.century", {"Number": "870713-9260590"}, "error", "870713-1260590"),
    ("rrn.checksum_citizen", {**CITIZEN, "Number": "900101-1234567"}, "warning", "900101-1734567"),
    (
        "rrn.checksum_citizen",
        {**CITIZEN, "Number": "900101-1234567", "Birthday": "02/02/1990"},
        "error",
        None,
    ),
    ("rrn.checksum_foreigner", {"Number": "870713-5260591"}, "info", None),
    ("rrn.office", {**CITIZEN, "Number": "900101-1974567"}, "info", None),
    ("rrn.name_script", {**CITIZEN, "Name": "HUANG BOWEN"}, "warning", None),
    ("rrn.name_script", {"Name": "황보원"}, "info", None),
]
PASSING = [
    ("rrn.format", {"Number": "870713-5******"}),
    ("rrn.date", {"Number": "000229-3234567"}),
    ("rrn.checksum_citizen", CITIZEN),
    ("rrn.checksum_citizen", {"Number": "201005-3234567"}),
    ("rrn.office", {"Number": "900101-1964567"}),
]


@pytest.mark.parametrize(("rule", "values", "severity", "suggestion"), FAILING)
def test_fails(rule, values, severity, suggestion):
    found = findings(rule, changed(**values))
    assert [(f.severity, f.suggestion) for f in found[:1]] == [(severity, suggestion)]


@pytest.mark.parametrize(("rule", "values"), PASSING)
def test_passes(rule, values):
    assert findings(rule, changed(**values)) == []
